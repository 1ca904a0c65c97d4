package dev.understudy.audit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import dev.understudy.common.Finding;
import dev.understudy.common.Json;
import dev.understudy.common.Measure;
import dev.understudy.common.Severity;
import dev.understudy.store.InstantText;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** The tables {@code finding}, {@code finding_change} and {@code check_look}. */
final class FindingTable {
  private static final String PUBLIC =
      "SELECT id, cluster, check_id, node, severity, sentence, measures, opened_at, seen_at,"
          + " closed_at FROM finding WHERE opened_at IS NOT NULL";

  private FindingTable() {}

  /** One that is pending or open. */
  record Row(long id, Judgement judgement, String sentence) {}

  static Map<FindingKey, Row> current(Handle handle, String cluster) {
    Map<FindingKey, Row> rows = new HashMap<>();
    handle
        .createQuery(
            """
            SELECT id, check_id, node, status, severity, leaning, looks, sentence FROM finding
            WHERE cluster = :cluster AND closed_at IS NULL""")
        .bind("cluster", cluster)
        .map((row, context) -> Map.entry(key(row), row(row)))
        .forEach(entry -> rows.put(entry.getKey(), entry.getValue()));
    return rows;
  }

  private static FindingKey key(ResultSet row) throws SQLException {
    return new FindingKey(row.getString("check_id"), row.getString("node"));
  }

  private static Row row(ResultSet row) throws SQLException {
    return new Row(
        row.getLong("id"),
        new Judgement(
            row.getString("status").equals("open"),
            severity(row, "severity"),
            severity(row, "leaning"),
            row.getInt("looks")),
        row.getString("sentence"));
  }

  private static Severity severity(ResultSet row, String column) throws SQLException {
    return Severity.valueOf(row.getString(column));
  }

  static long insert(
      Handle handle, String cluster, FindingKey key, Judgement now, Finding found, Instant at) {
    return handle
        .createUpdate(
            """
            INSERT INTO finding (cluster, check_id, node, status, severity, sentence, measures,
              leaning, looks, first_at, opened_at, seen_at)
            VALUES (:cluster, :check, :node, :status, :severity, :sentence, :measures,
              :leaning, :looks, :at, :opened, :at)""")
        .bind("cluster", cluster)
        .bind("check", key.check())
        .bind("node", key.node())
        .bind("status", now.open() ? "open" : "pending")
        .bind("severity", now.severity().name())
        .bind("sentence", found.sentence())
        .bind("measures", Json.write(found.measures()))
        .bind("leaning", now.leaning().name())
        .bind("looks", now.looks())
        .bind("at", at)
        .bind("opened", now.open() ? InstantText.format(at) : null)
        .executeAndReturnGeneratedKeys("id")
        .mapTo(Long.class)
        .one();
  }

  static void judge(Handle handle, long id, Judgement now, Instant at) {
    handle
        .createUpdate(
            """
            UPDATE finding SET status = :status, severity = :severity, leaning = :leaning,
              looks = :looks,
              opened_at = CASE WHEN :status = 'open' THEN coalesce(opened_at, :at) END
            WHERE id = :id""")
        .bind("status", now.open() ? "open" : "pending")
        .bind("severity", now.severity().name())
        .bind("leaning", now.leaning().name())
        .bind("looks", now.looks())
        .bind("at", at)
        .bind("id", id)
        .execute();
  }

  /** The newest look found it again. */
  static void seen(Handle handle, long id, Finding found, Instant at) {
    handle
        .createUpdate(
            """
            UPDATE finding SET sentence = :sentence, measures = :measures, seen_at = :at
            WHERE id = :id""")
        .bind("sentence", found.sentence())
        .bind("measures", Json.write(found.measures()))
        .bind("at", at)
        .bind("id", id)
        .execute();
  }

  static void close(Handle handle, long id, Instant at) {
    handle
        .createUpdate("UPDATE finding SET status = 'closed', closed_at = :at WHERE id = :id")
        .bind("at", at)
        .bind("id", id)
        .execute();
  }

  static void drop(Handle handle, long id) {
    handle.createUpdate("DELETE FROM finding WHERE id = :id").bind("id", id).execute();
  }

  static void change(Handle handle, long id, Severity severity, String sentence, Instant at) {
    handle
        .createUpdate(
            """
            INSERT INTO finding_change (finding, number, at, severity, sentence)
            SELECT :id, 1 + coalesce(max(number), 0), :at, :severity, :sentence
            FROM finding_change WHERE finding = :id""")
        .bind("id", id)
        .bind("at", at)
        .bind("severity", severity.name())
        .bind("sentence", sentence)
        .execute();
  }

  static void looked(Handle handle, String cluster, String check, Instant at) {
    handle
        .createUpdate(
            """
            INSERT INTO check_look (cluster, check_id, at) VALUES (:cluster, :check, :at)
            ON CONFLICT (cluster, check_id) DO UPDATE SET at = excluded.at""")
        .bind("cluster", cluster)
        .bind("check", check)
        .bind("at", at)
        .execute();
  }

  static Optional<Instant> lastLook(Handle handle, String cluster, String check) {
    return handle
        .createQuery("SELECT at FROM check_look WHERE cluster = :cluster AND check_id = :check")
        .bind("cluster", cluster)
        .bind("check", check)
        .mapTo(Instant.class)
        .findOne();
  }

  static void forget(Handle handle, Instant closedBefore) {
    handle
        .createUpdate("DELETE FROM finding WHERE closed_at < :before")
        .bind("before", closedBefore)
        .execute();
  }

  /** Those that are open, the newest first; with those that were closed where all are wanted. */
  static List<StoredFinding> list(Handle handle, boolean all) {
    return handle
        .createQuery(PUBLIC + (all ? "" : " AND closed_at IS NULL") + " ORDER BY id DESC")
        .map((row, context) -> stored(row, List.of()))
        .list();
  }

  static Optional<StoredFinding> find(Handle handle, long id) {
    List<StoredFinding.Change> changes =
        handle
            .createQuery(
                """
                SELECT at, severity, sentence FROM finding_change
                WHERE finding = :id ORDER BY number""")
            .bind("id", id)
            .map(
                (row, context) ->
                    new StoredFinding.Change(
                        InstantText.parse(row.getString("at")),
                        severity(row, "severity"),
                        row.getString("sentence")))
            .list();
    return handle
        .createQuery(PUBLIC + " AND id = :id")
        .bind("id", id)
        .map((row, context) -> stored(row, changes))
        .findOne();
  }

  private static StoredFinding stored(ResultSet row, List<StoredFinding.Change> changes)
      throws SQLException {
    String closed = row.getString("closed_at");
    return new StoredFinding(
        row.getLong("id"),
        row.getString("cluster"),
        key(row),
        severity(row, "severity"),
        row.getString("sentence"),
        measures(row.getString("measures")),
        InstantText.parse(row.getString("opened_at")),
        InstantText.parse(row.getString("seen_at")),
        closed == null ? null : InstantText.parse(closed),
        changes);
  }

  private static List<Measure> measures(String json) {
    try {
      return Json.mapper().readValue(json, new TypeReference<List<Measure>>() {});
    } catch (JsonProcessingException e) {
      // A newer version wrote them; the sentence says the same.
      return List.of();
    }
  }
}
