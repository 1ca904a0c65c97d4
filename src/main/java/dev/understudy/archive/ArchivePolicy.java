package dev.understudy.archive;

import dev.understudy.config.ArchiveConfig;
import dev.understudy.config.CheckConfig;
import dev.understudy.config.CheckId;
import dev.understudy.config.ChecksConfig;
import dev.understudy.config.ClusterConfig;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * From when on something is wrong.
 *
 * @param archiveTimeout PostgreSQL's archive_timeout
 * @param slack what shipping may take on top
 * @param full the time that is left until the disk is full
 * @param backup the age of the newest backup
 * @param keepFull how many full backups are kept; empty: all
 * @param drillAge the age that the last drill may have; empty: no drill is wanted
 * @param recoveryTime what a recovery may take; empty: no limit
 */
public record ArchivePolicy(
    Duration archiveTimeout,
    Duration slack,
    CheckConfig full,
    CheckConfig backup,
    OptionalInt keepFull,
    Optional<Duration> drillAge,
    Optional<Duration> recoveryTime) {
  /** What a cluster's configuration says. */
  public static ArchivePolicy of(ClusterConfig cluster) {
    ArchiveConfig archive = cluster.archive();
    ChecksConfig checks = cluster.checks();
    return new ArchivePolicy(
        archive.archiveTimeout(),
        checks.of(CheckId.ARCHIVE_STALENESS).critical().orElseThrow(),
        checks.of(CheckId.ARCHIVE_BACKLOG),
        checks.of(CheckId.BASE_BACKUP_DRIFT),
        archive.backups().keepFull(),
        archive.restoreDrill().flatMap(drill -> checks.of(CheckId.RESTORE_DRILL).warning()),
        checks.of(CheckId.RECOVERY_TIME).warning());
  }

  /** How old WAL may get that is not in the archive. */
  Duration patience() {
    return archiveTimeout.plus(slack);
  }
}
