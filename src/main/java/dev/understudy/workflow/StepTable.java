package dev.understudy.workflow;

import dev.understudy.common.ErrorClass;
import dev.understudy.store.Direct;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** The table {@code step}. */
final class StepTable {
  private StepTable() {}

  static void insert(
      Handle handle, String run, StepKey key, int position, int nodePosition, String uses) {
    Direct.update(
        handle,
        """
        INSERT INTO step (run, id, node, position, node_position, uses, status)
        VALUES (?, ?, ?, ?, ?, ?, 'pending')
        """,
        run,
        key.step(),
        key.node(),
        position,
        nodePosition,
        uses);
  }

  /** The run's steps in the order in which they are carried out. */
  static List<StepView> list(Handle handle, String run) {
    return handle
        .createQuery("SELECT * FROM step WHERE run = :run ORDER BY position, node_position")
        .bind("run", run)
        .map((row, context) -> view(row))
        .list();
  }

  /**
   * What matters for bringing a run forward in a term: its first step that is not settled, and
   * whatever is running. A run may have thousands of steps, and is looked at after each.
   */
  static List<StepView> front(Handle handle, String run, long term) {
    return Direct.query(
        handle,
        StepTable::view,
        """
        SELECT step.* FROM step, (
          SELECT min(position) AS front FROM step
          WHERE run = ?1 AND status <> 'skipped'
            AND NOT (status IN ('done', 'satisfied') AND term = ?2))
        WHERE run = ?1 AND status <> 'skipped'
          AND NOT (status IN ('done', 'satisfied') AND term = ?2)
          AND position >= front AND (status = 'running' OR position = front)
        ORDER BY position, node_position
        """,
        run,
        term);
  }

  static Optional<StepView> find(Handle handle, String run, StepKey key) {
    String sql = "SELECT * FROM step WHERE run = ? AND id = ? AND node = ?";
    return Direct.query(handle, StepTable::view, sql, run, key.step(), key.node()).stream()
        .findFirst();
  }

  /** Sets the status, if it is still the one that the caller knew. Returns whether it was. */
  static boolean move(Handle handle, StepView step, StepStatus from, StepStatus to, Fields fields) {
    String sql =
        "UPDATE step SET status = ?"
            + fields.assignments()
            + " WHERE run = ? AND id = ? AND node = ? AND status = ?";
    Object[] values = fields.between(to.label(), step.run(), step.id(), step.node(), from.label());
    return Direct.update(handle, sql, values) == 1;
  }

  /** Records that an attempt to apply begins. */
  static void applying(Handle handle, StepView step, int number) {
    Direct.update(
        handle,
        """
        UPDATE step SET attempts = ?, timed_out = NULL WHERE run = ? AND id = ? AND node = ?
        """,
        number,
        step.run(),
        step.id(),
        step.node());
  }

  private static StepView view(ResultSet row) throws SQLException {
    String timedOut = row.getString("timed_out");
    return new StepView(
        row.getString("run"),
        row.getString("id"),
        row.getString("node"),
        row.getInt("position"),
        row.getInt("node_position"),
        row.getString("uses"),
        StepStatus.of(row.getString("status")),
        row.getInt("attempts"),
        row.getInt("failures"),
        row.getLong("term"),
        Rows.instant(row, "not_before"),
        Rows.instant(row, "clock_from"),
        row.getInt("undoing") == 1,
        timedOut == null ? null : Limit.of(timedOut),
        Rows.strings(row.getString("evidence")),
        errorClass(row.getString("error_class")),
        row.getString("error"),
        row.getString("remedy"),
        row.getString("reason"),
        Rows.instant(row, "started_at"),
        Rows.instant(row, "ended_at"));
  }

  static @Nullable ErrorClass errorClass(@Nullable String label) {
    return label == null
        ? null
        : ErrorClass.valueOf(label.toUpperCase(Locale.ROOT).replace(' ', '_'));
  }
}
