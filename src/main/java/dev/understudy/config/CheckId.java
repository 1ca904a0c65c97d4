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
      CheckGroup.ARCHIVE, CheckLimit.TIME, CheckLimit.NONE, Duration.ofMinutes(10), Looks.ONE),
  /** A server answers the watching. */
  SERVER_ANSWERS(CheckGroup.WATCH, Duration.ofSeconds(30), Looks.TWO),
  /** One of the servers that answer accepts writes. */
  NO_PRIMARY(CheckGroup.WATCH, Duration.ofSeconds(30), Looks.TWO),
  /** No more than one accepts writes. */
  TWO_PRIMARIES(CheckGroup.WATCH, Duration.ofSeconds(30), Looks.HARD),
  /** The one that accepts writes is the one that the store knows. */
  PRIMARY_OF_RECORD(CheckGroup.WATCH, Duration.ofSeconds(30), Looks.TWO),
  /** Every server is of the same system. */
  SYSTEM_IDENTIFIER(CheckGroup.WATCH, Duration.ofSeconds(30), Looks.HARD),
  /** A standby is on the primary's timeline. */
  TIMELINE(CheckGroup.WATCH, Duration.ofSeconds(30), Looks.TWO),
  /** A standby streams. */
  STANDBY_STREAMING(CheckGroup.WATCH, Duration.ofSeconds(30), Looks.TWO),
  /** The age of the last message of a standby's sender. */
  RECEIVER_STALLED(
      CheckGroup.WATCH,
      CheckLimit.of(Duration.ofSeconds(45)),
      CheckLimit.of(Duration.ofSeconds(90)),
      Duration.ofSeconds(30),
      Looks.TWO),
  /** Nobody has paused replay. */
  REPLAY_PAUSED(CheckGroup.WATCH, Duration.ofSeconds(30), Looks.HARD),
  /** WAL that a standby has not replayed. */
  REPLICATION_LAG(
      CheckGroup.WATCH, CheckLimit.mib(16), CheckLimit.mib(256), Duration.ofSeconds(30), Looks.TWO),
  /** For how long a standby has replayed nothing although WAL waits. */
  REPLAY_STUCK(
      CheckGroup.WATCH,
      CheckLimit.of(Duration.ofMinutes(2)),
      CheckLimit.of(Duration.ofMinutes(15)),
      Duration.ofSeconds(30),
      Looks.ONE),
  /** Every standby has its slot. */
  SLOT_MISSING(CheckGroup.WATCH, Duration.ofSeconds(30), Looks.TWO),
  /** Every slot is in use. */
  SLOT_INACTIVE(CheckGroup.WATCH, Duration.ofSeconds(30), Looks.TWO),
  /** The WAL of no slot is gone. */
  SLOT_LOST(CheckGroup.WATCH, Duration.ofSeconds(30), Looks.HARD),
  /** What a slot keeps back, of what it may. */
  SLOT_RETENTION(
      CheckGroup.WATCH,
      CheckLimit.percent(50),
      CheckLimit.percent(80),
      Duration.ofSeconds(30),
      Looks.TWO),
  /** Connections in use, of those that clients may have. */
  CONNECTIONS(
      CheckGroup.WATCH,
      CheckLimit.percent(80),
      CheckLimit.percent(95),
      Duration.ofSeconds(30),
      Looks.TWO),
  /** Space in use on the disks of data and WAL. */
  DISK_SPACE(
      CheckGroup.WATCH,
      CheckLimit.percent(85),
      CheckLimit.percent(95),
      Duration.ofMinutes(1),
      Looks.TWO),
  /** Time until a disk is full, at the growth of the last hours. */
  DISK_FORECAST(
      CheckGroup.WATCH,
      CheckLimit.of(Duration.ofHours(24)),
      CheckLimit.of(Duration.ofHours(4)),
      Duration.ofMinutes(1),
      Looks.TWO),
  /** Inodes in use on the disks of data and WAL. */
  DISK_INODES(
      CheckGroup.WATCH,
      CheckLimit.percent(85),
      CheckLimit.percent(95),
      Duration.ofMinutes(1),
      Looks.TWO),
  /** Time until a disk has no inode left, at the growth of the last hours. */
  INODES_FORECAST(
      CheckGroup.WATCH,
      CheckLimit.of(Duration.ofHours(24)),
      CheckLimit.of(Duration.ofHours(4)),
      Duration.ofMinutes(1),
      Looks.TWO),
  /** The host is reached by SSH, and sudo works. */
  SSH_ACCESS(CheckGroup.WATCH, Duration.ofMinutes(1), Looks.TWO),
  /** A standby could take over now. */
  FAILOVER_CANDIDATE(CheckGroup.WATCH, Duration.ofMinutes(1), Looks.TWO),
  /** All servers have the same minor version. */
  MINOR_VERSIONS(CheckGroup.WATCH, Duration.ofHours(1), Looks.ONE),
  /** A standby runs with the settings of the primary. */
  SETTINGS_DRIFT(CheckGroup.SERVER, Duration.ofMinutes(10), Looks.ONE),
  /** A server runs with the settings that it was provisioned with. */
  SETTINGS_PROVISIONED(CheckGroup.SERVER, Duration.ofMinutes(10), Looks.ONE),
  /** No setting waits for a restart. */
  PENDING_RESTART(CheckGroup.SERVER, Duration.ofMinutes(10), Looks.ONE),
  /** Nodes sort alike. */
  COLLATION_VERSIONS(CheckGroup.SERVER, Duration.ofMinutes(10), Looks.ONE),
  /** The age of the oldest transaction id, of what it may be. */
  TRANSACTION_ID_AGE(
      CheckGroup.SERVER,
      CheckLimit.percent(40),
      CheckLimit.percent(75),
      Duration.ofMinutes(10),
      Looks.ONE),
  /** The age of the oldest transaction. */
  LONG_TRANSACTION(
      CheckGroup.SERVER,
      CheckLimit.of(Duration.ofHours(1)),
      CheckLimit.of(Duration.ofHours(6)),
      Duration.ofMinutes(5),
      Looks.ONE),
  /** The age of the oldest prepared transaction. */
  PREPARED_TRANSACTION(
      CheckGroup.SERVER,
      CheckLimit.of(Duration.ofMinutes(10)),
      CheckLimit.of(Duration.ofHours(2)),
      Duration.ofMinutes(5),
      Looks.ONE),
  /** How far a host's clock is from the service's. */
  CLOCK_OFFSET(
      CheckGroup.SERVER,
      CheckLimit.of(Duration.ofSeconds(2)),
      CheckLimit.of(Duration.ofSeconds(30)),
      Duration.ofMinutes(5),
      Looks.TWO),
  /** Time until a server's certificate expires. */
  CERTIFICATE_EXPIRY(
      CheckGroup.SERVER,
      CheckLimit.of(Duration.ofDays(21)),
      CheckLimit.of(Duration.ofDays(3)),
      Duration.ofHours(1),
      Looks.ONE),
  /** Time until the password of a role that is used expires. */
  PASSWORD_EXPIRY(
      CheckGroup.SERVER,
      CheckLimit.of(Duration.ofDays(21)),
      CheckLimit.of(Duration.ofDays(3)),
      Duration.ofHours(1),
      Looks.ONE),
  /** The cloud would stop an instance, to fence it. */
  CLOUD_FENCING(CheckGroup.CLOUD, Duration.ofMinutes(10), Looks.TWO),
  /** The cloud's own checks of an instance pass. */
  INSTANCE_HEALTH(CheckGroup.CLOUD, Duration.ofMinutes(1), Looks.TWO),
  /** The cloud has announced nothing for an instance. */
  INSTANCE_EVENTS(CheckGroup.CLOUD, Duration.ofMinutes(10), Looks.ONE),
  /** The instances are in more than one zone. */
  INSTANCE_ZONES(CheckGroup.CLOUD, Duration.ofHours(1), Looks.ONE),
  /** The size of the service's store. */
  STORE_SIZE(
      CheckGroup.STORE,
      CheckLimit.mib(1024),
      CheckLimit.mib(8192),
      Duration.ofMinutes(10),
      Looks.TWO),
  /** The age of the newest copy of the store in the archive, beyond the time between two. */
  STORE_BACKUP(
      CheckGroup.STORE,
      CheckLimit.of(Duration.ofHours(6)),
      CheckLimit.of(Duration.ofDays(2)),
      Duration.ofHours(1),
      Looks.ONE),
  /** The store is sound. */
  STORE_INTEGRITY(CheckGroup.STORE, Duration.ofHours(6), Looks.HARD),
  /** Provisioning again would change nothing. */
  PROVISIONING_DRIFT(CheckGroup.PLAN, Duration.ofHours(1), new Looks(2, 1));

  /** Checks of the time that is left. */
  private static final Set<CheckId> LEFT =
      EnumSet.of(
          ARCHIVE_BACKLOG, DISK_FORECAST, INODES_FORECAST, CERTIFICATE_EXPIRY, PASSWORD_EXPIRY);

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
    return LEFT.contains(this);
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
