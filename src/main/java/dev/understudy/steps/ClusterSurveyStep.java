package dev.understudy.steps;

import dev.understudy.common.PreconditionException;
import dev.understudy.host.Guard;
import dev.understudy.host.GuardState;
import dev.understudy.postgres.NodeState;
import dev.understudy.postgres.PgCluster;
import dev.understudy.workflow.StepContext;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads every node's role, timeline and epoch, before a store takes charge of a cluster. */
final class ClusterSurveyStep extends CheckStep {
  private final Sites sites;
  private final Guard guard;

  ClusterSurveyStep(Sites sites, Guard guard) {
    this.sites = sites;
    this.guard = guard;
  }

  @Override
  public String name() {
    return "cluster.survey";
  }

  @Override
  boolean provableInPlan() {
    return true;
  }

  @Override
  Map<String, String> prove(StepContext context) {
    Site site = sites.site(context);
    Map<String, String> evidence = new LinkedHashMap<>();
    List<String> writable = new ArrayList<>();
    for (Node node : site.nodes()) {
      Optional<PgCluster> cluster = node.findCluster();
      Optional<GuardState> seen = guard.read(node.host(), site.name());
      String epoch = seen.map(state -> ", epoch " + state.epoch()).orElse("");
      if (cluster.filter(PgCluster::online).isEmpty()) {
        evidence.put(node.name(), "no running server" + epoch);
        continue;
      }
      NodeState state = NodeState.read(node.psql());
      if (!state.inRecovery()) {
        writable.add(node.name());
      }
      String role = state.inRecovery() ? "standby" : "primary";
      evidence.put(node.name(), role + ", timeline " + state.timeline() + epoch);
    }
    requireOnePrimary(site, writable);
    return evidence;
  }

  private static void requireOnePrimary(Site site, List<String> writable) {
    if (!writable.equals(List.of(site.primaryName()))) {
      throw new PreconditionException(
          site.name(),
          "the primary should be %s, but these nodes accept writes: %s"
              .formatted(
                  site.primaryName(), writable.isEmpty() ? "none" : String.join(", ", writable)),
          "stop what should not accept writes; a store that knows nothing yet goes by primary: in the"
              + " configuration");
    }
  }
}
