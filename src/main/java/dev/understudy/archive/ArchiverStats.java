package dev.understudy.archive;

import java.time.Instant;
import java.util.Optional;

/**
 * What PostgreSQL counts itself (view {@code pg_stat_archiver}).
 *
 * @param archiving whether archive_mode is on: without it nothing waits, fails or is shipped
 * @param failed attempts since the counts were reset
 * @param lastFailedFile the name of the WAL file of the last one
 */
public record ArchiverStats(
    boolean archiving,
    Optional<Instant> lastArchived,
    long failed,
    Optional<Instant> lastFailed,
    String lastFailedFile) {}
