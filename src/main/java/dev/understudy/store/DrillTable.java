package dev.understudy.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** The rows of the restore drills. */
final class DrillTable {
  /** A drill that did not come to its record failed for its run's reason. */
  private static final String LIST =
      """
      SELECT run.id AS run, coalesce(drill.ended_at, run.ended_at, run.started_at) AS ended_at,
        coalesce(drill.passed, 0) AS passed,
        CASE WHEN drill.ended_at IS NULL THEN run.reason ELSE drill.why END AS why,
        coalesce(drill.backup, '') AS backup, coalesce(drill.restored_bytes, 0) AS restored_bytes,
        coalesce(drill.restore_ms, 0) AS restore_ms,
        coalesce(drill.replayed_bytes, 0) AS replayed_bytes,
        coalesce(drill.replay_ms, 0) AS replay_ms, coalesce(drill.checks, '{}') AS checks
      FROM run LEFT JOIN drill ON drill.run = run.id
      WHERE run.cluster = :cluster AND run.workflow = 'restore-drill'
        AND (drill.ended_at IS NOT NULL OR run.status IN ('failed', 'waiting'))
      ORDER BY run.created_at DESC, run.id DESC
      """;

  private DrillTable() {}

  static void mark(Handle handle, DrillMarker marker, Object now) {
    handle
        .createUpdate(
            """
            INSERT INTO drill (run, cluster, node, marker, lsn, marked_at)
            VALUES (:run, :cluster, :node, :name, :lsn, :now)
            ON CONFLICT (run) DO UPDATE SET lsn = excluded.lsn, marked_at = excluded.marked_at""")
        .bind("run", marker.run())
        .bind("cluster", marker.cluster())
        .bind("node", marker.node())
        .bind("name", marker.name())
        .bind("lsn", marker.lsn())
        .bind("now", now)
        .execute();
  }

  static void end(Handle handle, DrillRow row) {
    handle
        .createUpdate(
            """
            UPDATE drill SET ended_at = :at, passed = :passed, why = :why, backup = :backup,
              restored_bytes = :restored, restore_ms = :restore, replayed_bytes = :replayed,
              replay_ms = :replay, checks = :checks
            WHERE run = :run AND ended_at IS NULL""")
        .bind("run", row.run())
        .bind("at", row.endedAt())
        .bind("passed", row.passed() ? 1 : 0)
        .bind("why", row.why())
        .bind("backup", row.backup())
        .bind("restored", row.restoredBytes())
        .bind("restore", row.restore().toMillis())
        .bind("replayed", row.replayedBytes())
        .bind("replay", row.replay().toMillis())
        .bind("checks", row.checks())
        .execute();
  }

  static Optional<DrillMarker> marker(Handle handle, String run) {
    return handle
        .createQuery("SELECT * FROM drill WHERE run = :run")
        .bind("run", run)
        .map(
            (row, context) ->
                new DrillMarker(
                    row.getString("run"),
                    row.getString("cluster"),
                    row.getString("node"),
                    row.getString("marker"),
                    row.getString("lsn")))
        .findOne();
  }

  static List<DrillRow> list(Handle handle, String cluster) {
    return handle.createQuery(LIST).bind("cluster", cluster).map((row, context) -> row(row)).list();
  }

  private static DrillRow row(ResultSet row) throws SQLException {
    return new DrillRow(
        row.getString("run"),
        InstantText.parse(row.getString("ended_at")),
        row.getInt("passed") == 1,
        row.getString("why"),
        row.getString("backup"),
        row.getLong("restored_bytes"),
        Duration.ofMillis(row.getLong("restore_ms")),
        row.getLong("replayed_bytes"),
        Duration.ofMillis(row.getLong("replay_ms")),
        row.getString("checks"));
  }
}
