package dev.understudy.postgres;

/** SQL about physical replication slots; names go through {@link SlotName}. */
public final class SlotSql {
  private SlotSql() {}

  /** Creates a slot that keeps WAL from now on, not only from its first use. */
  public static String create(String slot) {
    return "SELECT slot_name FROM pg_create_physical_replication_slot("
        + Sql.literal(slot)
        + ", true);\n";
  }

  /** Drops a slot if it is there and nobody uses it; an active slot stays. */
  public static String drop(String slot) {
    return "SELECT pg_drop_replication_slot(slot_name) FROM pg_replication_slots"
        + " WHERE slot_name = "
        + Sql.literal(slot)
        + " AND slot_type = 'physical' AND NOT active;\n";
  }

  /**
   * All physical slots with slot_name, active, active_pid, restart_lsn, wal_status and
   * safe_wal_size (null where the version has none) and retained_bytes.
   */
  public static String list(Dialect dialect) {
    boolean limit = dialect.has(Capability.SLOT_WAL_LIMIT);
    String now =
        "CASE WHEN pg_is_in_recovery() THEN "
            + dialect.replayLsn()
            + " ELSE "
            + dialect.currentLsn()
            + " END";
    return "SELECT slot_name, active, active_pid, restart_lsn, "
        + (limit
            ? "wal_status, safe_wal_size"
            : "NULL::text AS wal_status, NULL::bigint AS safe_wal_size")
        + ", ("
        + now
        + ") - restart_lsn AS retained_bytes"
        + " FROM pg_replication_slots WHERE slot_type = 'physical' ORDER BY slot_name";
  }
}
