package dev.understudy.postgres;

import java.util.EnumSet;
import java.util.Set;

/**
 * How one major version of PostgreSQL names and does things.
 *
 * @param capabilities what this version has, from the table in {@link Capability}
 */
public record Dialect(PgVersion version, Set<Capability> capabilities) {
  public Dialect {
    capabilities = Set.copyOf(capabilities);
  }

  public static Dialect of(PgVersion version) {
    EnumSet<Capability> all = EnumSet.allOf(Capability.class);
    all.removeIf(capability -> version.compareTo(capability.since()) < 0);
    return new Dialect(version, all);
  }

  public boolean has(Capability capability) {
    return capabilities.contains(capability);
  }

  /** The directory of the write-ahead log inside the data directory. */
  public String walDirectory() {
    return has(Capability.WAL_NAMES) ? "pg_wal" : "pg_xlog";
  }

  /** SQL for a primary's current write position. */
  public String currentLsn() {
    return has(Capability.WAL_NAMES) ? "pg_current_wal_lsn()" : "pg_current_xlog_location()";
  }

  /** SQL for a primary's flushed position, what a crash would keep. */
  public String flushLsn() {
    return has(Capability.WAL_NAMES)
        ? "pg_current_wal_flush_lsn()"
        : "pg_current_xlog_flush_location()";
  }

  /** SQL for what a standby has received and flushed; null when it never streamed. */
  public String receiveLsn() {
    return has(Capability.WAL_NAMES)
        ? "pg_last_wal_receive_lsn()"
        : "pg_last_xlog_receive_location()";
  }

  /** SQL for what a standby has replayed. */
  public String replayLsn() {
    return has(Capability.WAL_NAMES)
        ? "pg_last_wal_replay_lsn()"
        : "pg_last_xlog_replay_location()";
  }

  /** SQL for the name of the segment that holds a position; an error in recovery. */
  public String walFileName(String lsnSql) {
    return (has(Capability.WAL_NAMES) ? "pg_walfile_name(" : "pg_xlogfile_name(") + lsnSql + ")";
  }

  /** SQL that ends the current segment. */
  public String switchWal() {
    return has(Capability.WAL_NAMES) ? "pg_switch_wal()" : "pg_switch_xlog()";
  }

  /** SQL for whether replay stands still on somebody's word. */
  public String replayPaused() {
    return has(Capability.WAL_NAMES) ? "pg_is_wal_replay_paused()" : "pg_is_xlog_replay_paused()";
  }

  /** SQL that lets replay go on, and at the target of a recovery ends that. */
  public String resumeReplay() {
    return has(Capability.WAL_NAMES) ? "pg_wal_replay_resume()" : "pg_xlog_replay_resume()";
  }

  /** A position column of pg_stat_replication: {@code lsnColumn("replay")}. */
  public String lsnColumn(String which) {
    return which + (has(Capability.WAL_NAMES) ? "_lsn" : "_location");
  }

  /** The column of pg_stat_wal_receiver with what is safe on the standby's disk. */
  public String receiverColumn() {
    return has(Capability.RECEIVER_FLUSHED) ? "flushed_lsn" : "received_lsn";
  }

  /** The setting that keeps WAL without a slot. */
  public String walKeepSetting() {
    return has(Capability.WAL_KEEP_SIZE) ? "wal_keep_size" : "wal_keep_segments";
  }

  /** The strongest password method, as pg_hba.conf and password_encryption write it. */
  public String passwordMethod() {
    return has(Capability.SCRAM) ? "scram-sha-256" : "md5";
  }
}
