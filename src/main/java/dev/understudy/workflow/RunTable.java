package dev.understudy.workflow;

import dev.understudy.common.Json;
import dev.understudy.store.Direct;
import dev.understudy.workflow.definition.Urgency;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** The table {@code run}. */
final class RunTable {
  private RunTable() {}

  static void insert(Handle handle, RunView run) {
    handle
        .createUpdate(
            """
            INSERT INTO run (id, cluster, workflow, definition, inputs, urgency, mutates, status,
                             requested_by, created_at)
            VALUES (:id, :cluster, :workflow, :definition, :inputs, :urgency, :mutates, :status,
                    :requestedBy, :createdAt)
            """)
        .bind("id", run.id())
        .bind("cluster", run.cluster())
        .bind("workflow", run.workflow())
        .bind("definition", run.definition())
        .bind("inputs", Json.write(run.inputs()))
        .bind("urgency", run.urgency().label())
        .bind("mutates", run.mutates() ? 1 : 0)
        .bind("status", run.status().label())
        .bind("requestedBy", run.requestedBy())
        .bind("createdAt", Times.text(run.createdAt()))
        .execute();
  }

  static Optional<RunView> find(Handle handle, String id) {
    return Direct.query(handle, RunTable::view, "SELECT * FROM run WHERE id = ?", id).stream()
        .findFirst();
  }

  /** The runs of a cluster, or of all when null; newest first, so many at most. */
  static List<RunView> list(Handle handle, @Nullable String cluster, int most) {
    return handle
        .createQuery(
            """
            SELECT * FROM run WHERE :cluster IS NULL OR cluster = :cluster
            ORDER BY rowid DESC LIMIT :most
            """)
        .bind("cluster", cluster)
        .bind("most", most)
        .map((row, context) -> view(row))
        .list();
  }

  /** All runs that are not final, oldest first. */
  static List<RunView> lastAtRest(Handle handle) {
    return handle
        .createQuery(
            """
            SELECT * FROM run WHERE rowid IN
              (SELECT max(rowid) FROM run WHERE status NOT IN ('pending', 'running')
               GROUP BY cluster, workflow)
            ORDER BY rowid
            """)
        .map((row, context) -> view(row))
        .list();
  }

  static List<RunView> unfinished(Handle handle) {
    return handle
        .createQuery(
            """
            SELECT * FROM run WHERE status IN ('pending', 'running', 'waiting', 'paused')
            ORDER BY rowid
            """)
        .map((row, context) -> view(row))
        .list();
  }

  /** Sets the status, if it is still the one that the caller knew. Returns whether it was. */
  static boolean move(Handle handle, RunView run, RunStatus to, Fields fields) {
    String sql =
        "UPDATE run SET status = ?" + fields.assignments() + " WHERE id = ? AND status = ?";
    Object[] values = fields.between(to.label(), run.id(), run.status().label());
    return Direct.update(handle, sql, values) == 1;
  }

  static void intend(Handle handle, String run, RunView.Intent intent) {
    handle
        .createUpdate("UPDATE run SET intent = :intent WHERE id = :run")
        .bind("intent", intent.name().toLowerCase(Locale.ROOT))
        .bind("run", run)
        .execute();
  }

  static void begun(Handle handle, String run, String at) {
    handle
        .createUpdate("UPDATE run SET started_at = :at WHERE id = :run AND started_at IS NULL")
        .bind("at", at)
        .bind("run", run)
        .execute();
  }

  private static RunView view(ResultSet row) throws SQLException {
    return new RunView(
        row.getString("id"),
        row.getString("cluster"),
        row.getString("workflow"),
        row.getString("definition"),
        Rows.strings(row.getString("inputs")),
        Urgency.of(row.getString("urgency")),
        row.getInt("mutates") == 1,
        RunStatus.of(row.getString("status")),
        RunView.Intent.valueOf(row.getString("intent").toUpperCase(Locale.ROOT)),
        row.getString("reason"),
        row.getString("remedy"),
        row.getString("preempted_by"),
        row.getLong("term"),
        row.getString("requested_by"),
        Objects.requireNonNull(Rows.instant(row, "created_at")),
        Rows.instant(row, "started_at"),
        Rows.instant(row, "ended_at"));
  }
}
