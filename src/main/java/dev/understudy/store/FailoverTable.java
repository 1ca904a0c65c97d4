package dev.understudy.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** The rows of the failovers. */
final class FailoverTable {
  private FailoverTable() {}

  static void claim(Handle handle, FailoverRow row) {
    handle
        .createUpdate(
            """
            INSERT INTO failover (run, cluster, epoch, old_primary, timeline, position, begun_at)
            VALUES (:run, :cluster, :epoch, :old, :timeline, :position, :at)
            ON CONFLICT DO NOTHING""")
        .bind("run", row.run())
        .bind("cluster", row.cluster())
        .bind("epoch", row.epoch())
        .bind("old", row.oldPrimary())
        .bind("timeline", row.timeline())
        .bind("position", row.position())
        .bind("at", row.begunAt())
        .execute();
  }

  static void fenced(
      Handle handle, String run, String fencing, Optional<String> proof, Instant at) {
    handle
        .createUpdate(
            """
            UPDATE failover SET fencing = :fencing, proof = :proof, proved_at = :at
            WHERE run = :run AND proof IS NULL""")
        .bind("run", run)
        .bind("fencing", fencing)
        .bind("proof", proof.orElse(null))
        .bind("at", proof.map(there -> at).orElse(null))
        .execute();
  }

  static void fencedLater(Handle handle, String run, String fencing) {
    handle
        .createUpdate("UPDATE failover SET fencing = :fencing WHERE run = :run")
        .bind("run", run)
        .bind("fencing", fencing)
        .execute();
  }

  static void chosen(Handle handle, String run, String candidate, String choice) {
    handle
        .createUpdate(
            """
            UPDATE failover SET candidate = :candidate, choice = :choice
            WHERE run = :run AND asked_at IS NULL""")
        .bind("run", run)
        .bind("candidate", candidate)
        .bind("choice", choice)
        .execute();
  }

  static void salvaged(Handle handle, String run, String salvage) {
    handle
        .createUpdate("UPDATE failover SET salvage = :salvage WHERE run = :run")
        .bind("run", run)
        .bind("salvage", salvage)
        .execute();
  }

  static void asking(Handle handle, String run, Instant at) {
    handle
        .createUpdate("UPDATE failover SET asked_at = coalesce(asked_at, :at) WHERE run = :run")
        .bind("run", run)
        .bind("at", at)
        .execute();
  }

  static void ended(Handle handle, String run, Instant at) {
    handle
        .createUpdate("UPDATE failover SET ended_at = coalesce(ended_at, :at) WHERE run = :run")
        .bind("run", run)
        .bind("at", at)
        .execute();
  }

  static void told(Handle handle, String run, Instant at) {
    handle
        .createUpdate("UPDATE failover SET told_at = :at WHERE run = :run")
        .bind("run", run)
        .bind("at", at)
        .execute();
  }

  static Optional<FailoverRow> find(Handle handle, String run) {
    return handle
        .createQuery("SELECT * FROM failover WHERE run = :run")
        .bind("run", run)
        .map((row, context) -> row(row))
        .findOne();
  }

  /** Newest first. */
  static List<FailoverRow> list(Handle handle, String cluster) {
    return handle
        .createQuery(
            "SELECT * FROM failover WHERE cluster = :cluster ORDER BY begun_at DESC, run DESC")
        .bind("cluster", cluster)
        .map((row, context) -> row(row))
        .list();
  }

  private static FailoverRow row(ResultSet row) throws SQLException {
    return new FailoverRow(
        row.getString("run"),
        row.getString("cluster"),
        row.getLong("epoch"),
        row.getString("old_primary"),
        row.getInt("timeline"),
        row.getString("position"),
        InstantText.parse(row.getString("begun_at")),
        text(row, "fencing"),
        text(row, "proof"),
        text(row, "candidate"),
        text(row, "choice"),
        text(row, "salvage"),
        text(row, "asked_at").map(InstantText::parse),
        text(row, "ended_at").map(InstantText::parse),
        text(row, "told_at").map(InstantText::parse));
  }

  private static Optional<String> text(ResultSet row, String column) throws SQLException {
    return Optional.ofNullable(row.getString(column));
  }
}
