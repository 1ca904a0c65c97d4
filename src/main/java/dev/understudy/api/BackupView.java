package dev.understudy.api;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A base backup that was finished.
 *
 * @param label its name in the repository
 * @param type full, differential or incremental
 * @param usable whether it can be restored, as far as listing the repository tells
 * @param startLsn where replay begins
 * @param stopLsn from where on it can be recovered to
 * @param size of the cluster, in bytes
 * @param walStart the first segment that it needs
 * @param walStop the last segment that it needs to be consistent
 * @param verified when it was last restored and found sound; null when it never was
 */
public record BackupView(
    String label,
    String type,
    boolean usable,
    Instant started,
    Instant stopped,
    String startLsn,
    String stopLsn,
    long size,
    String walStart,
    String walStop,
    @Nullable Instant verified) {}
