package dev.understudy.workflow;

import dev.understudy.store.Direct;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** The table {@code event}. */
final class EventTable {
  private EventTable() {}

  static EventView append(
      Handle handle,
      RunView run,
      @Nullable StepKey step,
      String kind,
      @Nullable String from,
      @Nullable String to,
      String text,
      long term,
      Instant at) {
    String id = step == null ? null : step.step();
    String node = step == null ? null : step.node();
    return Direct.query(
            handle,
            row ->
                new EventView(
                    row.getLong(1),
                    run.id(),
                    row.getLong(2),
                    run.cluster(),
                    id,
                    node,
                    kind,
                    from,
                    to,
                    text,
                    term,
                    at),
            """
            INSERT INTO event (run, number, cluster, step, node, kind, from_status, to_status,
                               text, term, at)
            VALUES (?1, 1 + coalesce((SELECT max(number) FROM event WHERE run = ?1), 0),
                    ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)
            RETURNING seq, number
            """,
            run.id(),
            run.cluster(),
            id,
            node,
            kind,
            from,
            to,
            text,
            term,
            Times.text(at))
        .get(0);
  }

  /** The events after a sequence number, of one run or of all when null. */
  static List<EventView> after(Handle handle, @Nullable String run, long seq) {
    return Direct.query(
        handle,
        EventTable::view,
        "SELECT * FROM event WHERE seq > ?1 AND (?2 IS NULL OR run = ?2) ORDER BY seq",
        seq,
        run);
  }

  private static EventView view(ResultSet row) throws SQLException {
    return new EventView(
        row.getLong("seq"),
        row.getString("run"),
        row.getLong("number"),
        row.getString("cluster"),
        row.getString("step"),
        row.getString("node"),
        row.getString("kind"),
        row.getString("from_status"),
        row.getString("to_status"),
        row.getString("text"),
        row.getLong("term"),
        Objects.requireNonNull(Rows.instant(row, "at")));
  }
}
