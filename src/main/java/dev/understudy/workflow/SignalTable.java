package dev.understudy.workflow;

import dev.understudy.common.Json;
import dev.understudy.common.UnderstudyException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** The table {@code signal}. */
final class SignalTable {
  private SignalTable() {}

  /** A signal and the number under which its answer is found. */
  record Row(
      long id,
      SignalKind kind,
      @Nullable String run,
      @Nullable String cluster,
      String payload,
      String requestedBy) {

    /**
     * The signal in full.
     *
     * @throws UnderstudyException when somebody wrote a payload that no signal has
     */
    Signal signal() {
      Signal.Payload read = Json.read(payload, Signal.Payload.class);
      return new Signal(kind, run, cluster, read, requestedBy);
    }
  }

  static long append(Handle handle, Signal signal, Instant at) {
    return handle
        .createQuery(
            """
            INSERT INTO signal (kind, run, cluster, payload, requested_by, requested_at)
            VALUES (:kind, :run, :cluster, :payload, :by, :at) RETURNING id
            """)
        .bind("kind", signal.kind().label())
        .bind("run", signal.run())
        .bind("cluster", signal.cluster())
        .bind("payload", Json.write(signal.payload()))
        .bind("by", signal.requestedBy())
        .bind("at", Times.text(at))
        .mapTo(Long.class)
        .one();
  }

  /** What nobody has answered yet, oldest first. */
  static List<Row> unhandled(Handle handle) {
    return handle
        .createQuery("SELECT * FROM signal WHERE handled_at IS NULL ORDER BY id")
        .map(
            (row, context) ->
                new Row(
                    row.getLong("id"),
                    SignalKind.of(row.getString("kind")),
                    row.getString("run"),
                    row.getString("cluster"),
                    row.getString("payload"),
                    row.getString("requested_by")))
        .list();
  }

  static void handled(Handle handle, long id, SignalResult result, Instant at) {
    handle
        .createUpdate("UPDATE signal SET handled_at = :at, result = :result WHERE id = :id")
        .bind("at", Times.text(at))
        .bind("result", Json.write(result))
        .bind("id", id)
        .execute();
  }

  static Optional<SignalResult> result(Handle handle, long id) {
    return handle
        .createQuery("SELECT result FROM signal WHERE id = :id AND result IS NOT NULL")
        .bind("id", id)
        .mapTo(String.class)
        .findOne()
        .map(json -> Json.read(json, SignalResult.class));
  }
}
