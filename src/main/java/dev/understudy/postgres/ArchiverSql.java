package dev.understudy.postgres;

/** SQL about what a primary ships to its archive. */
public final class ArchiverSql {
  private final Dialect dialect;

  public ArchiverSql(Dialect dialect) {
    this.dialect = dialect;
  }

  /**
   * A SELECT of one row about what a primary has still to ship: timeline, lsn and segment_size
   * (bytes); ready and oldest_ready_s, how many finished segments wait and since how many seconds
   * (null when none does); archiving, whether archive_mode is on; and how the archiver fared. On a
   * standby timeline and lsn are null.
   */
  public String state() {
    String lsn = dialect.currentLsn();
    String status = dialect.walDirectory() + "/archive_status";
    String modified = "(pg_stat_file('" + status + "/' || name, true)).modification";
    return "SELECT CASE WHEN NOT pg_is_in_recovery() THEN ('x' || substr("
        + dialect.walFileName(lsn)
        + ", 1, 8))::bit(32)::int END AS timeline,"
        + " CASE WHEN NOT pg_is_in_recovery() THEN "
        + lsn
        + " END AS lsn, pg_size_bytes(current_setting('wal_segment_size')) AS segment_size,"
        + " current_setting('archive_mode') <> 'off' AS archiving,"
        + " waiting.ready, waiting.oldest_ready_s, archived_count, last_archived_time,"
        + " failed_count, last_failed_wal, last_failed_time FROM pg_stat_archiver,"
        + " (SELECT count(*) AS ready,"
        + " extract(epoch FROM clock_timestamp() - min("
        + modified
        + ")) AS oldest_ready_s FROM pg_ls_dir('"
        + status
        + "') AS status(name) WHERE name ~ '^[0-9A-F]{24}[.]ready$') AS waiting";
  }

  /**
   * Statements that end the current segment and print its name. The restore point sees to it that
   * there is something to end.
   */
  public String finishSegment() {
    String point = "pg_create_restore_point('understudy')";
    return "SELECT "
        + dialect.walFileName(point)
        + ";\nDO $$BEGIN PERFORM "
        + dialect.switchWal()
        + "; END$$;\n";
  }

  /**
   * A SELECT of one row whose column {@code needed} says whether the server, which archives until
   * its next restart, would have nothing to archive with were it not for two files.
   */
  public String withoutCommand(String managed, String left) {
    return "SELECT current_setting('archive_mode') <> 'off' AND NOT EXISTS"
        + " (SELECT 1 FROM pg_file_settings WHERE name IN ('archive_command', 'archive_library')"
        + " AND setting <> '' AND sourcefile NOT IN ("
        + Sql.literal(managed)
        + ", "
        + Sql.literal(left)
        + ")) AS needed";
  }

  /**
   * Statements that make a restore point, end its segment, and print that segment's name and, after
   * a vertical line, the position behind the point.
   */
  public String markedSegment(String point) {
    return "SELECT "
        + dialect.walFileName("made.lsn")
        + ", made.lsn FROM (SELECT pg_create_restore_point("
        + Sql.literal(point)
        + ") AS lsn) AS made;\nDO $$BEGIN PERFORM "
        + dialect.switchWal()
        + "; END$$;\n";
  }

  /**
   * A SELECT of one row whose column {@code shipped} says whether the server has archived a
   * finished segment. Its mark of one that waits vanishes only when it has.
   */
  public String shipped(String segment) {
    return "SELECT NOT EXISTS (SELECT 1 FROM pg_ls_dir('"
        + dialect.walDirectory()
        + "/archive_status') AS status(name) WHERE name = "
        + Sql.literal(segment + ".ready")
        + ") AS shipped";
  }

  /**
   * A SELECT of the segment that the server could not ship, and when it last tried; no row while
   * the last attempt succeeded.
   */
  public String failing() {
    return "SELECT last_failed_wal AS segment, last_failed_time::text AS at FROM pg_stat_archiver"
        + " WHERE last_failed_time > coalesce(last_archived_time, '-infinity')";
  }

  /** A SELECT of one row whose column {@code bytes} is the size of a segment. */
  public String segmentSize() {
    return "SELECT pg_size_bytes(current_setting('wal_segment_size')) AS bytes";
  }
}
