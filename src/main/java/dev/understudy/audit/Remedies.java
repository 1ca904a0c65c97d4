package dev.understudy.audit;

import dev.understudy.config.CheckId;

/** What a person can do about what a check found. */
final class Remedies {
  private Remedies() {}

  static String of(CheckId check) {
    return switch (check) {
      case ARCHIVE_REPOSITORY ->
          "check that the service reaches the repository, and its credentials there";
      case ARCHIVE_GAPS -> "take a full base backup now: no recovery passes a gap";
      case ARCHIVE_TIMELINES ->
          "copy the named history files from the primary's pg_wal into the archive;"
              + " without them a recovery stays on an older timeline";
      case ARCHIVE_RESTORE_RANGE -> "take a full base backup now";
      case ARCHIVE_WRITER ->
          "find the other server and stop it; each cluster needs a bucket, prefix or path of its own";
      case ARCHIVE_STALENESS, ARCHIVER_FAILURES ->
          "see in the primary's log why archiving fails, and whether it reaches the repository";
      case ARCHIVE_BACKLOG ->
          "mend archiving before the disk is full, or give pg_wal more room; delete nothing in it";
      case BASE_BACKUP_DRIFT -> "take a base backup, and see why there is no newer one";
      case BASE_BACKUP_RETENTION -> "see why old backups are not removed";
      case RESTORE_DRILL -> "run a restore drill, and see what it says";
      case RECOVERY_TIME -> "take base backups more often, or restore to a faster host";
    };
  }
}
