package dev.understudy.config;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The checks that there are, with what they may be told and what holds otherwise. */
public enum CheckId {
  /** The repository can be asked. */
  ARCHIVE_REPOSITORY(Limit.NONE, Limit.NONE, Duration.ofMinutes(5)),
  /** Every segment from the oldest backup on is there once, and whole. */
  ARCHIVE_GAPS(Limit.NONE, Limit.NONE, Duration.ofHours(1)),
  /** The history files are there. */
  ARCHIVE_TIMELINES(Limit.NONE, Limit.NONE, Duration.ofHours(1)),
  /** A recovery can reach the archive's end. */
  ARCHIVE_RESTORE_RANGE(Limit.NONE, Limit.NONE, Duration.ofHours(1)),
  /** Nobody else writes into the archive. */
  ARCHIVE_WRITER(Limit.NONE, Limit.NONE, Duration.ofHours(1)),
  /** WAL does not wait for long; the limit comes on top of archive_timeout. */
  ARCHIVE_STALENESS(Limit.NONE, Limit.of(Duration.ofMinutes(1)), Duration.ofSeconds(30)),
  /** PostgreSQL's archiver succeeds. */
  ARCHIVER_FAILURES(Limit.NONE, Limit.NONE, Duration.ofSeconds(30)),
  /** Time until waiting WAL has filled the disk. */
  ARCHIVE_BACKLOG(
      Limit.of(Duration.ofHours(24)), Limit.of(Duration.ofHours(4)), Duration.ofSeconds(30)),
  /** The age of the newest backup. */
  BASE_BACKUP_DRIFT(
      Limit.of(Duration.ofHours(26)), Limit.of(Duration.ofHours(50)), Duration.ofMinutes(10)),
  /** Old backups are removed. */
  BASE_BACKUP_RETENTION(Limit.NONE, Limit.NONE, Duration.ofMinutes(10)),
  /** The age of the last restore drill. */
  RESTORE_DRILL(Limit.of(Duration.ofDays(8)), Limit.NONE, Duration.ofMinutes(10)),
  /** What a recovery would take. */
  RECOVERY_TIME(Limit.OPEN, Limit.NONE, Duration.ofMinutes(10));

  /**
   * A limit that a check may have.
   *
   * @param settable whether it may be configured
   * @param standard what holds when it is not; empty: no limit
   */
  record Limit(boolean settable, Optional<Duration> standard) {
    static final Limit NONE = new Limit(false, Optional.empty());
    static final Limit OPEN = new Limit(true, Optional.empty());

    static Limit of(Duration standard) {
      return new Limit(true, Optional.of(standard));
    }
  }

  private final Limit warning;
  private final Limit critical;
  private final Duration every;

  CheckId(Limit warning, Limit critical, Duration every) {
    this.warning = warning;
    this.critical = critical;
    this.every = every;
  }

  /** As it is written, such as {@code archive-gaps}. */
  public String id() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** Empty for an id that no check has. */
  public static Optional<CheckId> of(String id) {
    return Arrays.stream(values()).filter(check -> check.id().equals(id)).findFirst();
  }

  /** The ids of all checks. */
  public static List<String> ids() {
    return Arrays.stream(values()).map(CheckId::id).toList();
  }

  /** Whether less is worse, as with the time that is left. */
  boolean lessIsWorse() {
    return this == ARCHIVE_BACKLOG;
  }

  Limit warning() {
    return warning;
  }

  Limit critical() {
    return critical;
  }

  /** What holds where nothing is configured. */
  CheckConfig standard() {
    return new CheckConfig(warning.standard(), critical.standard(), every);
  }
}
