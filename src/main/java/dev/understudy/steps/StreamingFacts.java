package dev.understudy.steps;

import com.fasterxml.jackson.databind.JsonNode;
import dev.understudy.postgres.Psql;
import dev.understudy.postgres.ReceiverState;
import dev.understudy.postgres.ReplicationSql;
import dev.understudy.postgres.SenderState;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Replication of one standby as both of its ends see it.
 *
 * @param primary the primary's row of {@link ReplicationSql#node()}
 * @param standby the standby's
 */
record StreamingFacts(
    JsonNode primary,
    JsonNode standby,
    Optional<SenderState> sender,
    Optional<ReceiverState> receiver) {

  static StreamingFacts read(Site site, Node node) {
    ReplicationSql sql = new ReplicationSql(site.dialect());
    Psql onStandby = node.psql();
    Psql onPrimary = site.primary().psql();
    JsonNode standby = onStandby.row(sql.node());
    Optional<ReceiverState> receiver = ReceiverState.of(onStandby.query(sql.receiver()));
    List<SenderState> senders = SenderState.list(onPrimary.query(sql.senders()));
    return new StreamingFacts(
        onPrimary.row(sql.node()),
        standby,
        senders.stream().filter(s -> s.applicationName().equals(node.name())).findFirst(),
        receiver);
  }

  boolean streaming() {
    return shortfall().isEmpty();
  }

  /** What is missing for it to be a streaming standby of the primary; empty when nothing is. */
  String shortfall() {
    if (!standby.path("in_recovery").asBoolean()) {
      return "not in recovery";
    }
    if (!systemId(standby).equals(systemId(primary))) {
      return "another system identifier: " + systemId(standby);
    }
    if (receiver.filter(ReceiverState::streaming).isEmpty()) {
      return "its receiver does not stream";
    }
    if (sender.filter(SenderState::streaming).isEmpty()) {
      return "the primary's sender does not stream to it";
    }
    return timeline(standby) == timeline(primary)
        ? ""
        : "on timeline " + timeline(standby) + ", the primary on " + timeline(primary);
  }

  Map<String, String> evidence() {
    Map<String, String> evidence = new LinkedHashMap<>();
    evidence.put("system identifier", systemId(standby));
    evidence.put("timeline", Integer.toString(timeline(standby)));
    sender.ifPresent(
        s -> evidence.put("sender", "process " + s.pid() + ", " + s.state() + ", sent " + s.sent()));
    receiver.ifPresent(
        r ->
            evidence.put(
                "receiver",
                "process " + r.pid() + ", " + r.status() + ", received " + r.received()));
    evidence.put("replayed", standby.path("replayed").asText());
    return evidence;
  }

  private static String systemId(JsonNode node) {
    return node.path("system_identifier").asText();
  }

  private static int timeline(JsonNode node) {
    return node.path("timeline").asInt();
  }
}
