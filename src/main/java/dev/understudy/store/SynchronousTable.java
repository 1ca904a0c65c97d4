package dev.understudy.store;

import dev.understudy.common.Json;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** The rows of clusters whose commits wait for a standby. */
final class SynchronousTable {
  private SynchronousTable() {}

  static Optional<SynchronousRow> find(Handle handle, String cluster) {
    return handle
        .createQuery("SELECT * FROM synchronous WHERE cluster = :cluster")
        .bind("cluster", cluster)
        .map((row, context) -> row(row))
        .findOne();
  }

  static void put(Handle handle, SynchronousRow row) {
    handle
        .createUpdate(
            """
            INSERT INTO synchronous (cluster, epoch, confirmers, position, reason, since)
            VALUES (:cluster, :epoch, :confirmers, :position, :reason, :since)
            ON CONFLICT (cluster) DO UPDATE SET epoch = excluded.epoch,
              confirmers = excluded.confirmers, position = excluded.position,
              reason = excluded.reason, since = excluded.since""")
        .bind("cluster", row.cluster())
        .bind("epoch", row.epoch())
        .bind("confirmers", Json.write(row.confirmers()))
        .bind("position", row.position())
        .bind("reason", row.reason())
        .bind("since", row.since())
        .execute();
  }

  static void remove(Handle handle, String cluster) {
    handle.execute("DELETE FROM synchronous WHERE cluster = ?", cluster);
  }

  /** What was known may be old. */
  static void forget(Handle handle, String cluster) {
    handle.execute(
        "UPDATE synchronous SET confirmers = '[]', position = '' WHERE cluster = ?", cluster);
  }

  private static SynchronousRow row(ResultSet row) throws SQLException {
    List<String> confirmers = new ArrayList<>();
    Json.read(row.getString("confirmers")).forEach(node -> confirmers.add(node.asText()));
    return new SynchronousRow(
        row.getString("cluster"),
        row.getLong("epoch"),
        confirmers,
        row.getString("position"),
        row.getString("reason"),
        InstantText.parse(row.getString("since")));
  }
}
