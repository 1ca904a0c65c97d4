package dev.understudy.postgres;

/** What a node that wants to stay the primary asks a standby, and what it is asked before that. */
public final class VouchSql {
  /** Under this name a node connects that asks for a vouch; it stays for as long as that counts. */
  public static final String APPLICATION = "understudy-lease";

  private VouchSql() {}

  /**
   * Script for psql that ends with a SELECT without a semicolon: one column, vouched, true when the
   * standby follows the asking node. The setting understudy.timeline holds the asking node's
   * timeline. A timeline in the control file may be older than the one received, so the newest of
   * all counts.
   *
   * @param systemId the cluster's, in decimal
   */
  public static String question(String systemId, String address, int port) {
    String upstream =
        Conninfo.empty().with("host", address).with("port", Integer.toString(port)).toString();
    return "SELECT set_config(name, '0', false) FROM pg_settings WHERE name IN"
        + " ('idle_session_timeout', 'client_connection_check_interval');\n"
        + "SELECT pg_is_in_recovery() AND (SELECT system_identifier FROM pg_control_system()) = "
        + Long.parseUnsignedLong(systemId)
        + " AND greatest((SELECT max(received_tli) FROM pg_stat_wal_receiver),"
        + " (SELECT timeline_id FROM pg_control_checkpoint()),"
        + " (SELECT min_recovery_end_timeline FROM pg_control_recovery()))"
        + " <= current_setting('understudy.timeline')::int"
        + " AND starts_with(current_setting('primary_conninfo'), "
        + Sql.literal(upstream + " ")
        + ") AS vouched";
  }

  /**
   * SELECT of one boolean: the server is a standby that follows nobody and is about to follow none.
   */
  public static String followsNobody() {
    return "SELECT pg_is_in_recovery() AND current_setting('primary_conninfo') = ''"
        + " AND NOT EXISTS (SELECT 1 FROM pg_stat_wal_receiver)";
  }

  /**
   * As {@link #followsNobody}, with what else a superuser sees: columns apart, and vouches, how
   * many connections of those are there to whom it has vouched.
   */
  public static String readBack() {
    return "SELECT ("
        + followsNobody()
        + ") AS apart, (SELECT count(*) FROM pg_stat_activity WHERE application_name = "
        + Sql.literal(APPLICATION)
        + ") AS vouches";
  }
}
