package dev.understudy.workflow;

import dev.understudy.common.ErrorClass;
import dev.understudy.common.Json;
import dev.understudy.store.Direct;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** The table {@code attempt}. */
final class AttemptTable {
  private AttemptTable() {}

  /** Opens a row and returns its number in the table. */
  static long open(Handle handle, StepView step, int number, Phase phase, long term, Instant at) {
    return Direct.query(
            handle,
            row -> row.getLong(1),
            """
            INSERT INTO attempt (run, step, node, number, phase, term, started_at)
            VALUES (?, ?, ?, ?, ?, ?, ?) RETURNING seq
            """,
            step.run(),
            step.id(),
            step.node(),
            number,
            phase.label(),
            term,
            Times.text(at))
        .get(0);
  }

  static void end(
      Handle handle,
      long seq,
      AttemptView.Outcome outcome,
      @Nullable Failure failure,
      @Nullable String evidence,
      Instant at) {
    Direct.update(
        handle,
        """
        UPDATE attempt SET ended_at = ?, outcome = ?, error_class = ?, error = ?, remedy = ?,
          evidence = ?
        WHERE seq = ? AND ended_at IS NULL
        """,
        Times.text(at),
        outcome.name().toLowerCase(Locale.ROOT),
        failure == null ? null : failure.errorClass().label(),
        failure == null ? null : failure.message(),
        failure == null ? null : failure.remedy(),
        evidence,
        seq);
  }

  /** Ends whatever the step left open: nobody is left who could say what came of it. */
  static void endOpen(Handle handle, StepView step, Failure failure, Instant at) {
    handle
        .createQuery(
            """
            SELECT seq FROM attempt
            WHERE run = :run AND step = :step AND node = :node AND ended_at IS NULL
            """)
        .bind("run", step.run())
        .bind("step", step.id())
        .bind("node", step.node())
        .mapTo(Long.class)
        .list()
        .forEach(seq -> end(handle, seq, AttemptView.Outcome.UNKNOWN, failure, null, at));
  }

  static void progress(Handle handle, long seq, Progress progress, Instant at) {
    handle
        .createUpdate(
            """
            UPDATE attempt SET progress = :progress, progress_at = :at
            WHERE seq = :seq AND ended_at IS NULL
            """)
        .bind("progress", Json.write(progress))
        .bind("at", Times.text(at))
        .bind("seq", seq)
        .execute();
  }

  /**
   * When its newest failures to connect were, as long as nothing else failed after them, the newest
   * one first.
   */
  static List<Instant> connectionFailures(Handle handle, StepView step, Instant from) {
    return handle
        .createQuery(
            """
            SELECT ended_at FROM attempt
            WHERE run = :run AND step = :step AND node = :node AND ended_at >= :from
              AND error_class = :connection
              AND seq > (SELECT coalesce(max(seq), 0) FROM attempt
                WHERE run = :run AND step = :step AND node = :node
                  AND error_class <> :connection)
            ORDER BY seq DESC
            """)
        .bind("run", step.run())
        .bind("step", step.id())
        .bind("node", step.node())
        .bind("from", Times.text(from))
        .bind("connection", ErrorClass.CONNECTION.label())
        .map((row, context) -> Objects.requireNonNull(Rows.instant(row, "ended_at")))
        .list();
  }

  /** All attempts of a run in the order in which they began. */
  static List<AttemptView> list(Handle handle, String run) {
    return handle
        .createQuery("SELECT * FROM attempt WHERE run = :run ORDER BY seq")
        .bind("run", run)
        .map((row, context) -> view(row))
        .list();
  }

  /** The attempts of the run's running steps that have not ended, in the order of their begins. */
  static List<AttemptView> open(Handle handle, String run) {
    return Direct.query(
        handle,
        AttemptTable::view,
        """
        SELECT attempt.* FROM attempt JOIN step ON step.run = attempt.run
          AND step.id = attempt.step AND step.node = attempt.node
        WHERE step.run = ? AND step.status = 'running' AND attempt.ended_at IS NULL
        ORDER BY attempt.seq
        """,
        run);
  }

  private static AttemptView view(ResultSet row) throws SQLException {
    String outcome = row.getString("outcome");
    String progress = row.getString("progress");
    return new AttemptView(
        row.getLong("seq"),
        row.getString("run"),
        row.getString("step"),
        row.getString("node"),
        row.getInt("number"),
        Phase.valueOf(row.getString("phase").toUpperCase(Locale.ROOT)),
        row.getLong("term"),
        Objects.requireNonNull(Rows.instant(row, "started_at")),
        Rows.instant(row, "ended_at"),
        outcome == null ? null : AttemptView.Outcome.valueOf(outcome.toUpperCase(Locale.ROOT)),
        StepTable.errorClass(row.getString("error_class")),
        row.getString("error"),
        row.getString("remedy"),
        Rows.strings(row.getString("evidence")),
        progress == null ? null : Json.read(progress, Progress.class));
  }
}
