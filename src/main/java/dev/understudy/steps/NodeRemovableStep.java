package dev.understudy.steps;

import dev.understudy.common.PreconditionException;
import dev.understudy.workflow.StepContext;
import java.util.Map;

/** Only a node that is a standby can leave. */
final class NodeRemovableStep extends CheckStep {
  private final Sites sites;

  NodeRemovableStep(Sites sites) {
    this.sites = sites;
  }

  @Override
  public String name() {
    return "node.removable";
  }

  @Override
  boolean provableInPlan() {
    return true;
  }

  @Override
  Map<String, String> prove(StepContext context) {
    Site site = sites.site(context);
    Node leaving = site.node(context.inputs().get("node"));
    if (leaving.name().equals(site.primaryName())) {
      throw new PreconditionException(
          leaving.name(),
          "the node is the primary of " + site.name(),
          "to leave the whole cluster: understudy detach " + site.name());
    }
    if (site.archiveDirectory(leaving.name()).isPresent() && site.nodes().size() == 2) {
      throw new PreconditionException(
          leaving.name(),
          "no other host would take the WAL of " + site.primaryName() + ", which would keep it all",
          "first set another kind of archive, or kind: none, and provision");
    }
    return Map.of("role", "standby of " + site.primaryName());
  }
}
