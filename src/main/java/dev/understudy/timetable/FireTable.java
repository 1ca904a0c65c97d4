package dev.understudy.timetable;

import dev.understudy.store.InstantText;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** The tables {@code schedule} and {@code fire}. */
final class FireTable {
  private FireTable() {}

  /** A schedule as the store has it. */
  record Row(String id, String definition, @Nullable Instant next) {}

  static List<Row> schedules(Handle handle) {
    return handle
        .createQuery("SELECT id, definition, next_at FROM schedule ORDER BY id")
        .map(
            (row, context) ->
                new Row(
                    row.getString("id"),
                    row.getString("definition"),
                    instant(row.getString("next_at"))))
        .list();
  }

  static void put(Handle handle, Entry entry, Optional<Instant> next) {
    handle
        .createUpdate(
            """
            INSERT INTO schedule (id, cluster, definition, next_at)
            VALUES (:id, :cluster, :definition, :next)
            ON CONFLICT (id) DO UPDATE
            SET cluster = excluded.cluster, definition = excluded.definition,
                next_at = excluded.next_at
            """)
        .bind("id", entry.id())
        .bind("cluster", entry.cluster())
        .bind("definition", entry.definition())
        .bind("next", next.map(InstantText::format).orElse(null))
        .execute();
  }

  static void remove(Handle handle, String id) {
    handle.createUpdate("DELETE FROM schedule WHERE id = :id").bind("id", id).execute();
  }

  /** The newest time that each schedule was fired for. */
  static Map<String, Instant> last(Handle handle) {
    Map<String, Instant> last = new HashMap<>();
    handle
        .createQuery("SELECT schedule, max(scheduled_at) AS at FROM fire GROUP BY schedule")
        .map((row, context) -> Map.entry(row.getString("schedule"), row.getString("at")))
        .forEach(entry -> last.put(entry.getKey(), InstantText.parse(entry.getValue())));
    return last;
  }

  static boolean fired(Handle handle, Firing firing) {
    return handle
        .createQuery("SELECT 1 FROM fire WHERE schedule = :id AND scheduled_at = :at")
        .bind("id", firing.entry().id())
        .bind("at", firing.scheduled())
        .mapTo(Integer.class)
        .findOne()
        .isPresent();
  }

  /**
   * @param signal the start that was asked for; null where none was
   */
  static void insert(Handle handle, Firing firing, Instant now, @Nullable Long signal) {
    handle
        .createUpdate(
            """
            INSERT INTO fire (schedule, scheduled_at, fired_at, outcome, reason, signal)
            VALUES (:id, :at, :now, :outcome, :reason, :signal)
            """)
        .bind("id", firing.entry().id())
        .bind("at", firing.scheduled())
        .bind("now", now)
        .bind("outcome", firing.outcome().label())
        .bind("reason", firing.reason())
        .bind("signal", signal)
        .execute();
  }

  /** Of what happens every few seconds the newest fire is enough. */
  static void forgetBefore(Handle handle, Firing firing) {
    handle
        .createUpdate("DELETE FROM fire WHERE schedule = :id AND scheduled_at < :at")
        .bind("id", firing.entry().id())
        .bind("at", firing.scheduled())
        .execute();
  }

  /** The newest fire of each schedule, with the answer to its start where there is one. */
  static List<Fire> newest(Handle handle) {
    return handle
        .createQuery(
            """
            SELECT f.*, s.result AS result FROM fire f LEFT JOIN signal s ON s.id = f.signal
            WHERE f.scheduled_at = (SELECT max(scheduled_at) FROM fire WHERE schedule = f.schedule)
            """)
        .map(
            (row, context) ->
                Fire.of(
                    row.getString("schedule"),
                    InstantText.parse(row.getString("scheduled_at")),
                    InstantText.parse(row.getString("fired_at")),
                    row.getString("outcome"),
                    row.getString("reason"),
                    row.getString("result")))
        .list();
  }

  private static @Nullable Instant instant(@Nullable String text) {
    return text == null ? null : InstantText.parse(text);
  }
}
