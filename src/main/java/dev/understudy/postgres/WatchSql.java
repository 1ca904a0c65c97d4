package dev.understudy.postgres;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * One SELECT of one value, a JSON object with all that is watched of a node, for a role that may
 * read statistics and settings. Nothing in it takes a lock that a client could hold, or reads a
 * table.
 */
public final class WatchSql {
  // current_setting costs a fraction of the view pg_settings.
  private static final List<String> SETTINGS =
      List.of(
          "archive_mode",
          "archive_timeout",
          "default_transaction_read_only",
          "hot_standby_feedback",
          "max_connections",
          "max_replication_slots",
          "max_wal_senders",
          "superuser_reserved_connections",
          "synchronous_commit",
          "synchronous_standby_names",
          "wal_level",
          "wal_receiver_status_interval",
          "wal_receiver_timeout",
          "wal_sender_timeout");

  private static final String ARCHIVER =
      "SELECT archived_count, last_archived_wal, last_archived_time, failed_count,"
          + " last_failed_wal, last_failed_time FROM pg_stat_archiver";

  private final Dialect dialect;
  private final ReplicationSql sql;

  public WatchSql(Dialect dialect) {
    this.dialect = dialect;
    this.sql = new ReplicationSql(dialect);
  }

  /**
   * The object: node, receiver (null while nothing is received), senders, slots, archiver (null
   * where {@link #archiver} has to be asked for it), connections, settings, upstream.
   */
  public String look() {
    return "SELECT row_to_json(look)::text FROM (SELECT "
        + one(sql.node())
        + " AS node, "
        + one(sql.receiver() + " LIMIT 1")
        + " AS receiver, "
        + all(sql.senders())
        + " AS senders, "
        + all(SlotSql.list(dialect))
        + " AS slots, "
        + (archiverIsCheap() ? one(ARCHIVER) : "NULL::json")
        + " AS archiver, (SELECT coalesce(sum(pg_stat_get_db_numbackends(oid)), 0)"
        + " FROM pg_database) AS connections, "
        + settings()
        + " AS settings, "
        + upstream()
        + " AS upstream) AS look";
  }

  /** Whether {@link #look} has the archiver too. */
  public boolean archiverIsCheap() {
    return dialect.has(Capability.SHARED_STATISTICS);
  }

  /**
   * The archiver alone, as JSON. Before 15 the statistics collector is waited for, up to ten
   * seconds when it is stuck: no sign that the server is.
   */
  public String archiver() {
    return "SELECT " + one(ARCHIVER) + "::text";
  }

  private static String one(String select) {
    return "(SELECT row_to_json(one) FROM (" + select + ") AS one)";
  }

  private static String all(String select) {
    return "(SELECT coalesce(json_agg(one), '[]'::json) FROM (" + select + ") AS one)";
  }

  private String settings() {
    List<String> names = new ArrayList<>(SETTINGS);
    if (dialect.has(Capability.SLOT_WAL_LIMIT)) {
      names.add("max_slot_wal_keep_size");
    }
    if (dialect.has(Capability.STANDBY_SIGNAL)) {
      names.addAll(List.of("primary_slot_name", "recovery_min_apply_delay"));
    }
    return names.stream()
        .map(name -> "'" + name + "', current_setting('" + name + "')")
        .collect(Collectors.joining(", ", "json_build_object(", ")"));
  }

  /** The host of primary_conninfo, without the rest: a password may stand there. */
  private String upstream() {
    return dialect.has(Capability.STANDBY_SIGNAL)
        ? "(SELECT substring(current_setting('primary_conninfo')"
            + " FROM '(?:^|\\s)host\\s*=\\s*''?([^''\\s]+)'))"
        : "NULL::text";
  }
}
