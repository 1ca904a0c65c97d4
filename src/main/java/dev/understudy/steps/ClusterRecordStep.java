package dev.understudy.steps;

import dev.understudy.common.UnderstudyException;
import dev.understudy.postgres.NodeState;
import dev.understudy.store.RegisteredNode;
import dev.understudy.workflow.Change;
import dev.understudy.workflow.Probe;
import dev.understudy.workflow.Reversibility;
import dev.understudy.workflow.StepContext;
import dev.understudy.workflow.StepType;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;

/** Notes in the store which nodes the cluster has and which role each of them plays. */
final class ClusterRecordStep implements StepType {
  private final Sites sites;
  private final Clock clock;

  ClusterRecordStep(Sites sites, Clock clock) {
    this.sites = sites;
    this.clock = clock;
  }

  @Override
  public String name() {
    return "cluster.record";
  }

  @Override
  public Reversibility reversibility() {
    return Reversibility.KEPT;
  }

  @Override
  public Probe probe(StepContext context) {
    Map<String, String> wanted = wanted(context);
    Map<String, String> known = new TreeMap<>();
    sites
        .site(context)
        .registry()
        .nodes(context.cluster())
        .forEach(node -> known.put(node.name(), node.role()));
    List<Change> changes = new ArrayList<>();
    wanted.forEach(
        (node, role) -> {
          if (!role.equals(known.get(node))) {
            changes.add(Change.of("store", node, known.getOrDefault(node, ""), role));
          }
        });
    known.forEach(
        (node, role) -> {
          if (!wanted.containsKey(node)) {
            changes.add(Change.of("store", node, role, ""));
          }
        });
    return Probe.of(changes, known);
  }

  @Override
  public void apply(StepContext context) {
    Site site = sites.site(context);
    Map<String, String> wanted = wanted(context);
    List<String> gone =
        site.registry().nodes(site.name()).stream()
            .map(RegisteredNode::name)
            .filter(node -> !wanted.containsKey(node))
            .toList();
    List<RegisteredNode> seen = new ArrayList<>();
    wanted.forEach((node, role) -> seen.add(seen(site, node, role)));
    site.register(
        context.fence(),
        changes -> {
          gone.forEach(node -> changes.removeNode(site.name(), node));
          seen.forEach(node -> changes.putNode(node));
        });
  }

  private static Map<String, String> wanted(StepContext context, Site site) {
    Map<String, String> wanted = new TreeMap<>();
    for (Node node : site.nodes()) {
      boolean primary = node.name().equals(site.primaryName());
      wanted.put(node.name(), primary ? "primary" : "standby");
    }
    // Other workflows have a node as their input too, which does not leave.
    if ("leaving".equals(context.with().get("forget"))) {
      wanted.remove(context.inputs().getOrDefault("node", ""));
    }
    return wanted;
  }

  private Map<String, String> wanted(StepContext context) {
    return wanted(context, sites.site(context));
  }

  private RegisteredNode seen(Site site, String name, String role) {
    try {
      NodeState state = NodeState.read(site.node(name).psql());
      String lsn = state.inRecovery() ? state.received() : state.lsn();
      OptionalLong timeline = OptionalLong.of(state.timeline());
      return new RegisteredNode(
          site.name(), name, role, "running", timeline, Optional.of(lsn), clock.instant());
    } catch (UnderstudyException e) {
      // The record says what was seen; a node that cannot be asked now is not an error of this
      // step.
      return new RegisteredNode(
          site.name(),
          name,
          role,
          "unreachable",
          OptionalLong.empty(),
          Optional.empty(),
          clock.instant());
    }
  }
}
