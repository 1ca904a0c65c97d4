package dev.understudy.steps;

import dev.understudy.postgres.ReplicationHandshake;
import dev.understudy.workflow.StepContext;
import java.util.Map;

/**
 * A real replication connection from the standby to the primary, with the very password file and
 * options that it will stream with.
 */
final class ReplicationHandshakeStep extends CheckStep {
  private final Sites sites;

  ReplicationHandshakeStep(Sites sites) {
    this.sites = sites;
  }

  @Override
  public String name() {
    return "replication.handshake";
  }

  @Override
  Map<String, String> prove(StepContext context) {
    Site site = sites.site(context);
    Node node = sites.node(context);
    ReplicationHandshake answer =
        ReplicationHandshake.run(node.host(), node.cluster(), site.standbyInputs(node));
    return Map.of(
        "system identifier", answer.systemIdentifier(),
        "timeline", Integer.toString(answer.timeline()),
        "flushed", answer.lsn());
  }
}
