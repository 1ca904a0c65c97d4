package dev.understudy.steps;

import dev.understudy.common.PreconditionException;
import dev.understudy.workflow.StepContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.stream.Collectors;

/** Only the store that is in charge of every host, and no older copy of it, goes on. */
final class ClusterOwnedStep extends CheckStep {
  private final Sites sites;
  private final OwnershipCheck ownership;

  ClusterOwnedStep(Sites sites, OwnershipCheck ownership) {
    this.sites = sites;
    this.ownership = ownership;
  }

  @Override
  public String name() {
    return "cluster.owned";
  }

  @Override
  boolean provableInPlan() {
    return true;
  }

  @Override
  Map<String, String> prove(StepContext context) {
    Site site = sites.site(context);
    OptionalLong term =
        context.planning() ? OptionalLong.empty() : OptionalLong.of(context.fence().term());
    List<Problem> problems = new ArrayList<>();
    ownership.ofStore(site).ifPresent(problems::add);
    nodes(site, context)
        .forEach(node -> problems.addAll(ownership.ofNode(site, node.name(), term)));
    if (!problems.isEmpty()) {
      throw new PreconditionException(
          site.name(),
          problems.stream().map(Problem::line).collect(Collectors.joining("; ")),
          Ownership.remedy(site.name()));
    }
    return Map.of("owner", "this store");
  }

  /** Where the others may be gone, the node that is worked on says enough. */
  private static List<Node> nodes(Site site, StepContext context) {
    return "named".equals(context.with().get("nodes"))
        ? List.of(site.node(context.inputs().getOrDefault("node", "")))
        : site.nodes();
  }
}
