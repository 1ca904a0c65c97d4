package dev.understudy.failover;

import com.fasterxml.jackson.databind.JsonNode;
import dev.understudy.common.Json;
import dev.understudy.failover.RecordedVerdict.Start;
import dev.understudy.postgres.CandidateChoice;
import dev.understudy.store.InstantText;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;

/** The tables {@code verdict} and {@code failover_start}. */
final class VerdictTable {
  private static final String SELECT =
      """
      SELECT v.*, s.verdict AS started, s.at AS start_at, s.run, s.refused AS start_refused,
        s.acknowledged_at
      FROM verdict v LEFT JOIN failover_start s ON s.verdict = v.id
      WHERE v.cluster = :cluster\
      """;

  private VerdictTable() {}

  static long insert(Handle handle, Verdict verdict, Instant at) {
    return handle
        .createUpdate(
            """
            INSERT INTO verdict (cluster, at, code, action, primary_node, sentence, evidence,
              obstacles, candidate, behind, refused)
            VALUES (:cluster, :at, :code, :action, :primary, :sentence, :evidence, :obstacles,
              :candidate, :behind, :refused)""")
        .bind("cluster", verdict.cluster())
        .bind("at", at)
        .bind("code", verdict.code().name())
        .bind("action", verdict.action().name())
        .bind("primary", verdict.primary())
        .bind("sentence", verdict.sentence())
        .bind("evidence", Json.write(verdict.evidence()))
        .bind("obstacles", Json.write(verdict.obstacles()))
        .bind("candidate", verdict.choice().node().orElse(""))
        .bind("behind", behind(verdict))
        .bind("refused", Json.write(verdict.choice().refused()))
        .executeAndReturnGeneratedKeys("id")
        .mapTo(Long.class)
        .one();
  }

  private static Object behind(Verdict verdict) {
    OptionalLong behind = verdict.choice().behind();
    return behind.isPresent() ? Optional.of(behind.getAsLong()) : Optional.<Long>empty();
  }

  /** Lets go of what is too old; the newest of a cluster stays, and what started a failover. */
  static void forget(Handle handle, String cluster, Instant oldest) {
    handle
        .createUpdate(
            """
            DELETE FROM verdict WHERE cluster = :cluster AND at < :oldest
              AND id NOT IN (SELECT verdict FROM failover_start)
              AND id <> (SELECT max(id) FROM verdict WHERE cluster = :cluster)""")
        .bind("cluster", cluster)
        .bind("oldest", oldest)
        .execute();
  }

  /** The one that held at a time: the newest that is not younger. */
  static Optional<RecordedVerdict> at(Handle handle, String cluster, Instant at) {
    return list(
            handle
                .createQuery(SELECT + " AND v.at <= :at ORDER BY v.id DESC LIMIT 1")
                .bind("cluster", cluster)
                .bind("at", at))
        .stream()
        .findFirst();
  }

  /** Those from one moment to another, oldest first. */
  static List<RecordedVerdict> between(Handle handle, String cluster, Instant from, Instant to) {
    return list(
        handle
            .createQuery(SELECT + " AND v.at >= :from AND v.at <= :to ORDER BY v.id")
            .bind("cluster", cluster)
            .bind("from", from)
            .bind("to", to));
  }

  /** Those that started a failover, newest first. */
  static List<RecordedVerdict> starts(Handle handle, String cluster) {
    return list(
        handle
            .createQuery(SELECT + " AND s.run IS NOT NULL ORDER BY v.id DESC")
            .bind("cluster", cluster));
  }

  static void insertStart(Handle handle, long verdict, String cluster, Instant at) {
    handle.execute(
        "INSERT INTO failover_start (verdict, cluster, at) VALUES (?, ?, ?)",
        verdict,
        cluster,
        InstantText.format(at));
  }

  /**
   * @param run empty when none was started
   */
  static void endStart(Handle handle, long verdict, Optional<String> run, String refused) {
    handle.execute(
        "UPDATE failover_start SET run = ?, refused = ? WHERE verdict = ?",
        run.orElse(null),
        refused,
        verdict);
  }

  static int acknowledge(Handle handle, String cluster, Instant at, String who) {
    return handle.execute(
        """
        UPDATE failover_start SET acknowledged_at = ?, acknowledged_by = ?
        WHERE cluster = ? AND acknowledged_at IS NULL AND run IS NOT NULL""",
        InstantText.format(at),
        who,
        cluster);
  }

  private static List<RecordedVerdict> list(Query query) {
    return query.map((row, context) -> row(row)).list();
  }

  private static RecordedVerdict row(ResultSet row) throws SQLException {
    long behind = row.getLong("behind");
    OptionalLong lacks = row.wasNull() ? OptionalLong.empty() : OptionalLong.of(behind);
    String candidate = row.getString("candidate");
    CandidateChoice choice =
        new CandidateChoice(
            Optional.of(candidate).filter(name -> !name.isEmpty()),
            lacks,
            map(row.getString("refused")));
    Verdict verdict =
        new Verdict(
            row.getString("cluster"),
            row.getString("primary_node"),
            Code.valueOf(row.getString("code")),
            Action.valueOf(row.getString("action")),
            row.getString("sentence"),
            texts(row.getString("evidence")),
            texts(row.getString("obstacles")),
            choice);
    return new RecordedVerdict(
        row.getLong("id"), InstantText.parse(row.getString("at")), verdict, start(row));
  }

  private static Optional<Start> start(ResultSet row) throws SQLException {
    return row.getString("start_at") == null
        ? Optional.empty()
        : Optional.of(
            new Start(
                InstantText.parse(row.getString("start_at")),
                Optional.ofNullable(row.getString("run")),
                row.getString("start_refused"),
                row.getString("acknowledged_at") != null));
  }

  private static List<String> texts(String json) {
    List<String> texts = new ArrayList<>();
    Json.read(json).forEach(text -> texts.add(text.asText()));
    return texts;
  }

  private static Map<String, String> map(String json) {
    Map<String, String> map = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> entry : Json.read(json).properties()) {
      map.put(entry.getKey(), entry.getValue().asText());
    }
    return map;
  }
}
