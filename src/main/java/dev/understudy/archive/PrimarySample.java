package dev.understudy.archive;

import dev.understudy.wal.Lsn;
import dev.understudy.wal.Timeline;
import java.time.Instant;

/**
 * What the primary was like at one moment.
 *
 * @param written its write position
 * @param ready segments that wait to be archived ({@code .ready} files)
 * @param free bytes on the file system of pg_wal
 */
public record PrimarySample(Instant at, Timeline timeline, Lsn written, long ready, long free) {}
