package dev.understudy.steps;

import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.understudy.postgres.NodeState;
import dev.understudy.postgres.Psql;
import dev.understudy.postgres.ReceiverState;
import dev.understudy.postgres.ReplicationSql;
import dev.understudy.postgres.SenderState;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Replication of one standby as both of its ends see it. */
record StreamingFacts(
    NodeState primary,
    NodeState standby,
    Optional<SenderState> sender,
    Optional<ReceiverState> receiver) {

  static StreamingFacts read(Site site, Node node) {
    ReplicationSql sql = new ReplicationSql(site.dialect());
    Psql onStandby = node.psql();
    Psql onPrimary = site.primary().psql();
    List<ArrayNode> standby = onStandby.queries(List.of(sql.node(), sql.receiver()));
    Optional<ReceiverState> receiver = ReceiverState.of(standby.get(1));
    List<ArrayNode> primary = onPrimary.queries(List.of(sql.node(), sql.senders()));
    List<SenderState> senders = SenderState.list(primary.get(1));
    return new StreamingFacts(
        NodeState.of(primary.get(0).path(0)),
        NodeState.of(standby.get(0).path(0)),
        senders.stream().filter(s -> s.applicationName().equals(node.name())).findFirst(),
        receiver);
  }

  boolean streaming() {
    return shortfall().isEmpty();
  }

  /** What is missing for it to be a streaming standby of the primary; empty when nothing is. */
  String shortfall() {
    if (!standby.inRecovery()) {
      return "not in recovery";
    }
    if (!standby.systemIdentifier().equals(primary.systemIdentifier())) {
      return "another system identifier: " + standby.systemIdentifier();
    }
    if (receiver.filter(ReceiverState::streaming).isEmpty()) {
      return "its receiver does not stream";
    }
    if (sender.filter(SenderState::streaming).isEmpty()) {
      return "the primary's sender does not stream to it";
    }
    return standby.timeline() == primary.timeline()
        ? ""
        : "on timeline " + standby.timeline() + ", the primary on " + primary.timeline();
  }

  Map<String, String> evidence() {
    Map<String, String> evidence = new LinkedHashMap<>();
    evidence.put("system identifier", standby.systemIdentifier());
    evidence.put("timeline", Integer.toString(standby.timeline()));
    sender.ifPresent(
        s ->
            evidence.put("sender", "process " + s.pid() + ", " + s.state() + ", sent " + s.sent()));
    receiver.ifPresent(
        r ->
            evidence.put(
                "receiver",
                "process " + r.pid() + ", " + r.status() + ", received " + r.received()));
    evidence.put("replayed", standby.replayed());
    return evidence;
  }
}
