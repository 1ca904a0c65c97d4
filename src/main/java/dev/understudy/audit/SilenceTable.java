package dev.understudy.audit;

import dev.understudy.store.InstantText;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import org.jdbi.v3.core.Handle;

/** The table {@code silence}. */
final class SilenceTable {
  private SilenceTable() {}

  static long insert(Handle handle, Silence silence) {
    return handle
        .createUpdate(
            """
            INSERT INTO silence (kind, cluster, check_id, node, finding, owner, reason, from_at,
              until_at)
            VALUES (:kind, :cluster, :check, :node, :finding, :owner, :reason, :from, :until)""")
        .bind("kind", silence.kind().label())
        .bind("cluster", silence.cluster())
        .bind("check", silence.check())
        .bind("node", silence.node())
        .bind("finding", silence.finding())
        .bind("owner", silence.owner())
        .bind("reason", silence.reason())
        .bind("from", silence.from())
        .bind("until", silence.until())
        .executeAndReturnGeneratedKeys("id")
        .mapTo(Long.class)
        .one();
  }

  static int end(Handle handle, long id, Instant at, String by) {
    return handle
        .createUpdate(
            "UPDATE silence SET ended_at = :at, ended_by = :by WHERE id = :id AND ended_at IS NULL")
        .bind("id", id)
        .bind("at", at)
        .bind("by", by)
        .execute();
  }

  static void endAcknowledgement(Handle handle, long finding, Instant at, String by) {
    handle
        .createUpdate(
            """
            UPDATE silence SET ended_at = :at, ended_by = :by
            WHERE finding = :finding AND ended_at IS NULL""")
        .bind("finding", finding)
        .bind("at", at)
        .bind("by", by)
        .execute();
  }

  static void forget(Handle handle, Instant overBefore) {
    handle
        .createUpdate("DELETE FROM silence WHERE until_at < :before")
        .bind("before", overBefore)
        .execute();
  }

  /** The newest first. */
  static List<Silence> list(Handle handle) {
    return handle
        .createQuery(
            """
            SELECT id, kind, cluster, check_id, node, finding, owner, reason, from_at, until_at,
              ended_at
            FROM silence ORDER BY id DESC""")
        .map((row, context) -> silence(row))
        .list();
  }

  private static Silence silence(ResultSet row) throws SQLException {
    long finding = row.getLong("finding");
    boolean none = row.wasNull();
    String ended = row.getString("ended_at");
    return new Silence(
        row.getLong("id"),
        Silence.Kind.of(row.getString("kind")),
        row.getString("cluster"),
        row.getString("check_id"),
        row.getString("node"),
        none ? null : finding,
        row.getString("owner"),
        row.getString("reason"),
        InstantText.parse(row.getString("from_at")),
        InstantText.parse(row.getString("until_at")),
        ended == null ? null : InstantText.parse(ended));
  }
}
