package dev.understudy.postgres;

/**
 * What differs between the versions of PostgreSQL: the one table of it. Each entry holds from its
 * first version on (source: the release notes of that version). Everything else asks a {@link
 * Dialect} and never compares versions.
 */
public enum Capability {
  /** Names say wal and lsn; before, xlog and location. */
  WAL_NAMES(10),
  /** The roles pg_monitor, pg_read_all_settings and pg_read_all_stats. */
  PG_MONITOR(10),
  /** SCRAM-SHA-256 verifiers and the method scram-sha-256; before, md5 alone. */
  SCRAM(10),
  /** The view pg_hba_file_rules. */
  HBA_FILE_RULES(10),
  /** The connection parameter passfile, several hosts and target_session_attrs in libpq. */
  PASSFILE_PARAMETER(10),
  /** The columns write_lag, flush_lag and replay_lag of pg_stat_replication. */
  LAG_COLUMNS(10),
  /** ANY n (…) in synchronous_standby_names. */
  QUORUM_SYNC(10),
  /** Collations have versions (pg_collation.collversion). */
  COLLATION_VERSIONS(10),
  /** ssl can be switched with a reload. */
  SSL_RELOADABLE(10),
  /** sender_host and sender_port in pg_stat_wal_receiver. */
  RECEIVER_SENDER(11),
  /** pg_rewind works with a role that is no superuser, given four functions. */
  REWIND_GRANTS(11),
  /** A standby is made by standby.signal and settings; before, by recovery.conf. */
  STANDBY_SIGNAL(12),
  /** The function pg_promote(). */
  PG_PROMOTE(12),
  /** The setting tcp_user_timeout, and the connection parameter of that name in libpq. */
  TCP_USER_TIMEOUT(12),
  /** WAL senders are counted apart from max_connections. */
  SENDERS_OUTSIDE_CONNECTIONS(12),
  /** Sampling of transactions into the log (log_transaction_sample_rate). */
  LOG_SAMPLING(12),
  /** wal_keep_size in megabytes; before, wal_keep_segments. */
  WAL_KEEP_SIZE(13),
  /** max_slot_wal_keep_size, and wal_status and safe_wal_size in pg_replication_slots. */
  SLOT_WAL_LIMIT(13),
  /** primary_conninfo and primary_slot_name change with a reload. */
  CONNINFO_RELOADABLE(13),
  /** pg_rewind has a server that was not shut down recover by itself, unless told not to. */
  REWIND_RECOVERS(13),
  /** Base backups carry a manifest, pg_verifybackup checks it. */
  BACKUP_MANIFEST(13),
  /** written_lsn and flushed_lsn in pg_stat_wal_receiver; before, received_lsn. */
  RECEIVER_FLUSHED(13),
  /** log_min_duration_sample. */
  LOG_DURATION_SAMPLE(13),
  /** restore_command changes with a reload. */
  RESTORE_COMMAND_RELOADABLE(14),
  /** A standby pauses when the primary's limits grow past its own; before, it stops. */
  PAUSES_AT_LIMITS(14),
  /** Databases have a locale provider, and their collation a version. */
  DATABASE_LOCALE_PROVIDER(15),
  /** archive_library beside archive_command. */
  ARCHIVE_LIBRARY(15),
  /** A checkpointer that rests within a checkpoint says so (wait event CheckpointWriteDelay). */
  CHECKPOINTER_RESTS(15),
  /** Statistics are in shared memory; before, a collector writes them to files when asked. */
  SHARED_STATISTICS(15),
  /** pg_rewind --config-file. */
  REWIND_CONFIG_FILE(15),
  /** In pg_hba.conf a database or role that begins with a slash is a regular expression. */
  HBA_REGEX(16),
  /** pg_database.datlocale; in 15 and 16, daticulocale. */
  DATLOCALE(17);

  private final int since;

  Capability(int since) {
    this.since = since;
  }

  /** The first version that has it. */
  public PgVersion since() {
    return new PgVersion(since, 0);
  }
}
