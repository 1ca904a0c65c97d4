package dev.understudy.archive;

import dev.understudy.wal.Lsn;
import java.time.Instant;

/**
 * A span that can be restored to now.
 *
 * @param label the backup with which it begins
 * @param from the earliest position, where that backup became consistent
 * @param to the end of the last segment
 * @param earliest the time of {@code from}
 * @param latest when the last segment was stored; the last commit in it is not younger
 */
public record Window(String label, Lsn from, Lsn to, Instant earliest, Instant latest) {}
