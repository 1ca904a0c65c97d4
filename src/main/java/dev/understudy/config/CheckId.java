package dev.understudy.config;

import java.time.Duration;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The checks that there are, with what they may be told and what holds otherwise. */
public enum CheckId {
  /** The repository can be asked. */
  ARCHIVE_REPOSITORY(CheckGroup.ARCHIVE, Duration.ofMinutes(5), Looks.TWO),
  /** Every segment from the oldest backup on is there once, and whole. */
  ARCHIVE_GAPS(CheckGroup.ARCHIVE, Duration.ofHours(1), Looks.ONE),
  /** The history files are there. */
  ARCHIVE_TIMELINES(CheckGroup.ARCHIVE, Duration.ofHours(1), Looks.ONE),
  /** A recovery can reach the archive's end. */
  ARCHIVE_RESTORE_RANGE(CheckGroup.ARCHIVE, Duration.ofHours(1), Looks.ONE),
  /** Nobody else writes into the archive. */
  ARCHIVE_WRITER(CheckGroup.ARCHIVE, Duration.ofHours(1), Looks.ONE),
  /** WAL does not wait for long; the limit comes on top of archive_timeout. */
  ARCHIVE_STALENESS(
      CheckGroup.ARCHIVE,
      CheckLimit.NONE,
      CheckLimit.of(Duration.ofMinutes(1)),
      Duration.ofSeconds(30),
      Looks.TWO),
  /** PostgreSQL's archiver succeeds. */
  ARCHIVER_FAILURES(CheckGroup.ARCHIVE, Duration.ofSeconds(30), Looks.TWO),
  /** Time until waiting WAL has filled the disk. */
  ARCHIVE_BACKLOG(
      CheckGroup.ARCHIVE,
      CheckLimit.of(Duration.ofHours(24)),
      CheckLimit.of(Duration.ofHours(4)),
      Duration.ofSeconds(30),
      Looks.TWO),
  /** The age of the newest backup. */
  BASE_BACKUP_DRIFT(
      CheckGroup.ARCHIVE,
      CheckLimit.of(Duration.ofHours(26)),
      CheckLimit.of(Duration.ofHours(50)),
      Duration.ofMinutes(10),
      Looks.ONE),
  /** Old backups are removed. */
  BASE_BACKUP_RETENTION(CheckGroup.ARCHIVE, Duration.ofMinutes(10), Looks.TWO),
  /** The age of the last restore drill. */
  RESTORE_DRILL(
      CheckGroup.ARCHIVE,
      CheckLimit.of(Duration.ofDays(8)),
      CheckLimit.NONE,
      Duration.ofMinutes(10),
      Looks.ONE),
  /** What a recovery would take. */
  RECOVERY_TIME(
      CheckGroup.ARCHIVE, CheckLimit.TIME, CheckLimit.NONE, Duration.ofMinutes(10), Looks.ONE);

  private final CheckGroup group;
  private final CheckLimit warning;
  private final CheckLimit critical;
  private final Duration every;
  private final Looks looks;

  CheckId(CheckGroup group, Duration every, Looks looks) {
    this(group, CheckLimit.NONE, CheckLimit.NONE, every, looks);
  }

  CheckId(CheckGroup group, CheckLimit warning, CheckLimit critical, Duration every, Looks looks) {
    this.group = group;
    this.warning = warning;
    this.critical = critical;
    this.every = every;
    this.looks = looks;
  }

  /** What it stands on. */
  public CheckGroup group() {
    return group;
  }

  /** How many looks it takes to open a finding and to close it. */
  public Looks looks() {
    return looks;
  }

  /** All checks of a group. */
  public static Set<CheckId> of(CheckGroup group) {
    return Arrays.stream(values())
        .filter(check -> check.group == group)
        .collect(Collectors.toCollection(() -> EnumSet.noneOf(CheckId.class)));
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

  CheckLimit warning() {
    return warning;
  }

  CheckLimit critical() {
    return critical;
  }

  /** What holds where nothing is configured. */
  CheckConfig standard() {
    return new CheckConfig(warning.standard(), critical.standard(), every, Optional.empty());
  }
}
