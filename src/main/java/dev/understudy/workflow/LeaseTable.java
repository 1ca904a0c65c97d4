package dev.understudy.workflow;

import dev.understudy.store.Direct;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** The table {@code lease}. */
final class LeaseTable {
  private LeaseTable() {}

  /** A lease as the store has it; run, holder and expiry are null when it is free. */
  record Lease(
      String scope,
      @Nullable String run,
      @Nullable String holder,
      @Nullable Instant expiresAt,
      long term) {}

  static Optional<Lease> find(Handle handle, String scope) {
    return handle
        .createQuery("SELECT * FROM lease WHERE scope = :scope")
        .bind("scope", scope)
        .map((row, context) -> view(row))
        .findOne();
  }

  /** All leases that somebody holds. */
  static List<Lease> held(Handle handle) {
    return handle
        .createQuery("SELECT * FROM lease WHERE run IS NOT NULL")
        .map((row, context) -> view(row))
        .list();
  }

  /** Takes the lease whoever has it, and returns the new term. */
  static long acquire(Handle handle, RunView run, String holder, String reason, Instant expiresAt) {
    return handle
        .createQuery(
            """
            INSERT INTO lease (scope, run, holder, reason, expires_at, term)
            VALUES (:scope, :run, :holder, :reason, :expiresAt, 1)
            ON CONFLICT (scope) DO UPDATE SET run = :run, holder = :holder, reason = :reason,
              expires_at = :expiresAt, term = term + 1
            RETURNING term
            """)
        .bind("scope", run.scope())
        .bind("run", run.id())
        .bind("holder", holder)
        .bind("reason", reason)
        .bind("expiresAt", Times.text(expiresAt))
        .mapTo(Long.class)
        .one();
  }

  /** Whether the lease is still in hand; if so, its expiry is put off. */
  static boolean renew(Handle handle, Grip grip, Instant expiresAt) {
    int changed =
        Direct.update(
            handle,
            """
            UPDATE lease SET expires_at = ?
            WHERE scope = ? AND run = ? AND holder = ? AND term = ?
            """,
            Times.text(expiresAt),
            grip.scope(),
            grip.run(),
            grip.holder(),
            grip.term());
    return changed == 1;
  }

  /** Gives the lease back; the term stays, so that the next one is greater. */
  static void release(Handle handle, Grip grip) {
    handle
        .createUpdate(
            """
            UPDATE lease SET run = NULL, holder = NULL, expires_at = NULL, reason = 'released'
            WHERE scope = :scope AND term = :term
            """)
        .bind("scope", grip.scope())
        .bind("term", grip.term())
        .execute();
  }

  private static Lease view(ResultSet row) throws SQLException {
    return new Lease(
        row.getString("scope"),
        row.getString("run"),
        row.getString("holder"),
        Rows.instant(row, "expires_at"),
        row.getLong("term"));
  }
}
