package dev.understudy.postgres;

/**
 * SELECTs about a node's role, positions, peers and data, in one version's words. All of them run
 * on a primary and on a standby unless they say otherwise, and all columns have the same names in
 * every version. Positions are pg_lsn, so texts in JSON.
 */
public final class ReplicationSql {
  private final Dialect dialect;

  public ReplicationSql(Dialect dialect) {
    this.dialect = dialect;
  }

  /**
   * One row about the node: in_recovery, system_identifier (text), timeline, lsn (written, primary
   * only), received (standby only: the greater of receive and replay), replayed (standby only),
   * paused, checksums, version_num, version, started, backup_label age aside.
   *
   * <p>A primary's timeline is that of the segment it writes; a standby's that of what it receives,
   * and while it receives nothing the newest of its segments': what its control file says is stale
   * until it writes pages.
   */
  public String node() {
    return "SELECT pg_is_in_recovery() AS in_recovery,"
        + " (SELECT system_identifier::text FROM pg_control_system()) AS system_identifier, "
        + timeline()
        + " AS timeline, "
        + onPrimary(dialect.currentLsn())
        + " AS lsn, "
        + onStandby(received())
        + " AS received, "
        + onStandby(dialect.replayLsn())
        + " AS replayed, "
        + onStandby(dialect.replayPaused())
        + " AS paused, current_setting('data_checksums') = 'on' AS checksums,"
        + " current_setting('server_version_num')::int AS version_num,"
        + " current_setting('server_version') AS version,"
        + " pg_postmaster_start_time() AS started";
  }

  /** A primary's write position: one row, column lsn; an error on a standby. */
  public String currentLsn() {
    return "SELECT " + dialect.currentLsn() + " AS lsn";
  }

  private String timeline() {
    String segment = "substr(" + dialect.walFileName(dialect.currentLsn()) + ", 1, 8)";
    return "CASE WHEN pg_is_in_recovery() THEN coalesce("
        + "(SELECT received_tli FROM pg_stat_wal_receiver WHERE received_tli > 0),"
        + " greatest((SELECT min_recovery_end_timeline FROM pg_control_recovery()),"
        + " (SELECT timeline_id FROM pg_control_checkpoint())"
        + newestSegment()
        + "))"
        + " ELSE ('x' || "
        + segment
        + ")::bit(32)::int END";
  }

  /** Before 10 only a superuser could list them, and the watching is none. */
  private String newestSegment() {
    return dialect.has(Capability.WAL_NAMES)
        ? ", (SELECT max(('x' || substr(name, 1, 8))::bit(32)::int)"
            + " FROM pg_ls_waldir() WHERE name ~ '^[0-9A-F]{24}$')"
        : "";
  }

  private String received() {
    return "greatest(" + dialect.receiveLsn() + ", " + dialect.replayLsn() + ")";
  }

  private static String onPrimary(String expression) {
    return "CASE WHEN NOT pg_is_in_recovery() THEN " + expression + " END";
  }

  private static String onStandby(String expression) {
    return "CASE WHEN pg_is_in_recovery() THEN " + expression + " END";
  }

  /** Who streams from this node: for {@link SenderState#list}. Base backups are left out. */
  public String senders() {
    String lag =
        dialect.has(Capability.LAG_COLUMNS)
            ? "extract(epoch FROM replay_lag) * 1000"
            : "NULL::float8";
    return "SELECT pid, usename AS role, application_name, host(client_addr) AS address,"
        + " state, sync_state, "
        + dialect.lsnColumn("sent")
        + " AS sent, "
        + dialect.lsnColumn("write")
        + " AS written, "
        + dialect.lsnColumn("flush")
        + " AS flushed, "
        + dialect.lsnColumn("replay")
        + " AS replayed, "
        + lag
        + " AS replay_lag_ms FROM pg_stat_replication WHERE state <> 'backup'"
        + " ORDER BY application_name, pid";
  }

  /**
   * The receiving side of a standby, no row while it receives nothing: for {@link ReceiverState}.
   */
  public String receiver() {
    String sender =
        dialect.has(Capability.RECEIVER_SENDER)
            ? "sender_host, sender_port"
            : "NULL::text AS sender_host, NULL::int AS sender_port";
    return "SELECT pid, status, received_tli AS timeline, "
        + dialect.receiverColumn()
        + " AS received, latest_end_lsn, slot_name,"
        + " extract(epoch FROM clock_timestamp() - last_msg_receipt_time) * 1000"
        + " AS last_message_ms, "
        + sender
        + " FROM pg_stat_wal_receiver WHERE pid IS NOT NULL";
  }

  /** Whether a standby's receiver streams: one row, column streams. */
  public String receiverStreams() {
    return "SELECT EXISTS (SELECT FROM pg_stat_wal_receiver WHERE status = 'streaming') AS streams";
  }

  /**
   * Writes a marker into the WAL that changes no data; for {@link Psql#execute} on a primary.
   * Prints the position behind which a standby has replayed it.
   */
  public String emitMarker(String token) {
    // Transactional, so that the commit flushes it even where synchronous_commit is off.
    return "SET synchronous_commit = local;\n"
        + "SELECT pg_logical_emit_message(true, 'understudy', "
        + Sql.literal(token)
        + ");\n";
  }

  /** Whether a standby has replayed up to a position: one row, column reached. */
  public String replayed(String lsn) {
    return "SELECT coalesce("
        + dialect.replayLsn()
        + " >= "
        + Sql.literal(lsn)
        + "::pg_lsn, false) AS reached";
  }

  /** The size of all databases with their tablespaces, in bytes: one row, column bytes. */
  public String dataSize() {
    return "SELECT coalesce(sum(pg_tablespace_size(oid)), 0)::bigint AS bytes FROM pg_tablespace";
  }

  /** Tablespaces outside the data directory: name, location, bytes. */
  public String tablespaces() {
    return "SELECT spcname AS name, pg_tablespace_location(oid) AS location,"
        + " pg_tablespace_size(oid) AS bytes FROM pg_tablespace"
        + " WHERE pg_tablespace_location(oid) <> '' ORDER BY spcname";
  }

  /**
   * What sorting depends on, by database: name, encoding, provider (c, i, b; always c before 15),
   * collate, ctype, icu_locale, recorded_version and actual_version (null before 15).
   */
  public String locales() {
    boolean known = dialect.has(Capability.DATABASE_LOCALE_PROVIDER);
    String locale = dialect.has(Capability.DATLOCALE) ? "datlocale" : "daticulocale";
    String extra =
        known
            ? "datlocprovider::text AS provider, "
                + locale
                + " AS icu_locale,"
                + " datcollversion AS recorded_version,"
                + " pg_database_collation_actual_version(oid) AS actual_version"
            : "'c' AS provider, NULL::text AS icu_locale, NULL::text AS recorded_version,"
                + " NULL::text AS actual_version";
    return "SELECT datname AS name, pg_encoding_to_char(encoding) AS encoding,"
        + " datcollate AS collate, datctype AS ctype, "
        + extra
        + " FROM pg_database WHERE datallowconn ORDER BY datname";
  }

  /**
   * Versions of the collations in the database that psql is connected to, where they have one:
   * provider and actual version, each pair once. Empty before 10.
   */
  public String collationVersions() {
    if (!dialect.has(Capability.COLLATION_VERSIONS)) {
      return "SELECT NULL::text AS provider, NULL::text AS version WHERE false";
    }
    return "SELECT DISTINCT collprovider::text AS provider,"
        + " pg_collation_actual_version(oid) AS version FROM pg_collation"
        + " WHERE collprovider IN ('c', 'i') AND collversion IS NOT NULL ORDER BY 1, 2";
  }

  /**
   * Rules of pg_hba.conf as the file on disk reads now: line, type, error (null when the line is
   * right). Empty before 10, which has no such view.
   */
  public String hbaRules() {
    if (!dialect.has(Capability.HBA_FILE_RULES)) {
      return "SELECT NULL::int AS line, NULL::text AS type, NULL::text AS error WHERE false";
    }
    return "SELECT line_number AS line, type, array_to_json(database) AS databases,"
        + " array_to_json(user_name) AS roles, address, netmask, auth_method AS method, error"
        + " FROM pg_hba_file_rules ORDER BY line_number";
  }

  /** When the configuration was last read: one row, column loaded; it moves with a reload. */
  public String configurationLoaded() {
    return "SELECT pg_conf_load_time() AS loaded";
  }

  /** The timeline of the last checkpoint: one row, column timeline. */
  public String checkpointTimeline() {
    return "SELECT timeline_id AS timeline FROM pg_control_checkpoint()";
  }

  /** The file names that the running server uses: config_file, hba_file, data_directory. */
  public String files() {
    return "SELECT current_setting('config_file') AS config_file,"
        + " current_setting('hba_file') AS hba_file,"
        + " current_setting('data_directory') AS data_directory";
  }

  /** Reads the configuration again; for {@link Psql#execute}. */
  public String reload() {
    return "SELECT pg_reload_conf();\n";
  }

  /** Ends recovery: one row, column promoted; only where the version has {@code PG_PROMOTE}. */
  public String promote(int waitSeconds) {
    return "SELECT pg_promote(true, " + waitSeconds + ");\n";
  }
}
