package dev.understudy.steps;

import dev.understudy.common.PreconditionException;
import dev.understudy.postgres.NodeState;
import dev.understudy.store.FailoverRow;
import dev.understudy.store.RegisteredNode;
import dev.understudy.workflow.Change;
import dev.understudy.workflow.Probe;
import dev.understudy.workflow.Reversibility;
import dev.understudy.workflow.StepContext;
import dev.understudy.workflow.StepType;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;

/**
 * Begins a failover in the store: whose place is to be taken, and at which epoch. Before anything
 * is done to the old primary somebody has to be there who may take over.
 */
final class FailoverClaimStep implements StepType {
  private final Sites sites;
  private final Clock clock;
  private final OwnershipCheck ownership;

  FailoverClaimStep(Sites sites, Clock clock, OwnershipCheck ownership) {
    this.sites = sites;
    this.clock = clock;
    this.ownership = ownership;
  }

  @Override
  public String name() {
    return "failover.claim";
  }

  @Override
  public Reversibility reversibility() {
    return Reversibility.KEPT;
  }

  @Override
  public Probe probe(StepContext context) {
    Site site = sites.site(context);
    Optional<FailoverRow> row = FailoverOrders.find(site, context);
    return row.map(
            there ->
                Probe.met(
                    Map.of(
                        "old primary", there.oldPrimary(),
                        "epoch before", Long.toString(there.epoch()),
                        "last known position", there.position())))
        .orElseGet(
            () -> Probe.notMet(Change.of("failover", site.name(), "", "of " + site.primaryName())));
  }

  @Override
  public void apply(StepContext context) {
    Site site = sites.site(context);
    FailoverOrders orders = FailoverOrders.of(context);
    ownership
        .ofStore(site)
        .ifPresent(
            problem -> {
              throw new PreconditionException(site.name(), problem.message(), problem.remedy());
            });
    String old = site.primaryName();
    requireRegistered(site);
    // A host that is gone takes long to say so: whoever decided without a person has just looked,
    // and
    // whoever forces it knows.
    boolean known = orders.automatic() || orders.forced();
    Optional<NodeState> serving = known ? Optional.empty() : FailoverPreview.serving(site);
    if (serving.isPresent()) {
      throw new PreconditionException(
          old,
          "the primary answers and takes writes",
          "understudy switchover "
              + site.name()
              + " loses nothing; to fail over all the same: --force");
    }
    FailoverRow row = row(site, context, serving);
    new FailoverChoice(site, orders).requireSomebody(row);
    site.register(context.fence(), changes -> changes.claimFailover(row));
  }

  private static void requireRegistered(Site site) {
    if (site.systemId().isEmpty()) {
      throw new PreconditionException(
          site.name(), "the cluster is not provisioned", "understudy provision " + site.name());
    }
  }

  private FailoverRow row(Site site, StepContext context, Optional<NodeState> serving) {
    Optional<RegisteredNode> recorded =
        site.registry().nodes(site.name()).stream()
            .filter(node -> node.name().equals(site.primaryName()))
            .findFirst();
    Map<String, String> told = context.inputs();
    int timeline =
        serving
            .map(NodeState::timeline)
            .orElseGet(
                () ->
                    told.getOrDefault("timeline", "").isEmpty()
                        ? (int) recorded.map(r -> r.timeline().orElse(0)).orElse(0L).longValue()
                        : Integer.parseInt(told.get("timeline")));
    String position = serving.map(NodeState::lsn).orElse(told.getOrDefault("position", ""));
    return FailoverRow.begun(
        context.runId(),
        site.name(),
        site.epoch(),
        site.primaryName(),
        timeline,
        position,
        clock.instant());
  }
}
