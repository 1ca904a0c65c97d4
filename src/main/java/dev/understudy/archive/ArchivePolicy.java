package dev.understudy.archive;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * From when on something is wrong.
 *
 * @param archiveTimeout PostgreSQL's archive_timeout
 * @param slack what shipping may take on top
 * @param fullWarning warn when the disk is full in less than this
 * @param fullCritical alarm when the disk is full in less than this
 * @param backupAge the age that the newest backup may have; double of it is critical
 * @param keepFull how many full backups are kept; empty: all
 * @param drillAge the age that the last drill may have; empty: no drill is wanted
 * @param recoveryTime what a recovery may take; empty: no limit
 */
public record ArchivePolicy(
    Duration archiveTimeout,
    Duration slack,
    Duration fullWarning,
    Duration fullCritical,
    Duration backupAge,
    OptionalInt keepFull,
    Optional<Duration> drillAge,
    Optional<Duration> recoveryTime) {
  /** How old WAL may get that is not in the archive. */
  Duration patience() {
    return archiveTimeout.plus(slack);
  }
}
