package dev.understudy.steps;

import dev.understudy.common.Json;
import dev.understudy.common.PreconditionException;
import dev.understudy.common.UnderstudyException;
import dev.understudy.postgres.CandidateChoice;
import dev.understudy.postgres.NodeState;
import dev.understudy.store.FailoverRow;
import dev.understudy.workflow.Change;
import dev.understudy.workflow.Probe;
import dev.understudy.workflow.Reversibility;
import dev.understudy.workflow.StepContext;
import dev.understudy.workflow.StepType;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Chooses which standby takes over, and stores it, now that the old primary writes no more. */
final class FailoverCandidateStep implements StepType {
  private final Sites sites;

  FailoverCandidateStep(Sites sites) {
    this.sites = sites;
  }

  @Override
  public String name() {
    return "failover.candidate";
  }

  @Override
  public Reversibility reversibility() {
    return Reversibility.KEPT;
  }

  @Override
  public Probe probe(StepContext context) {
    Site site = sites.site(context);
    Optional<FailoverRow> row = FailoverOrders.find(site, context);
    return row.flatMap(FailoverRow::candidate)
        .map(node -> Probe.met(Map.of("candidate", node, "choice", row.get().choice().orElse(""))))
        .orElseGet(() -> Probe.notMet(Change.of("failover", "candidate", "", "the best standby")));
  }

  @Override
  public void apply(StepContext context) {
    Site site = sites.site(context);
    FailoverRow row = FailoverOrders.require(site, context);
    FailoverOrders orders = FailoverOrders.of(context);
    CandidateChoice choice = new FailoverChoice(site, orders).requireSomebody(row);
    String candidate = choice.node().orElseThrow();
    requireNobodyElse(site, row, candidate, orders);
    Map<String, Object> words = new LinkedHashMap<>();
    words.put("refused", choice.refused());
    choice.behind().ifPresent(bytes -> words.put("behind", bytes));
    site.register(
        context.fence(),
        changes -> changes.failoverCandidate(row.run(), candidate, Json.write(words)));
  }

  /**
   * An earlier failover of the same epoch may have told another node to be the primary. It has to
   * say that it is not.
   */
  private static void requireNobodyElse(
      Site site, FailoverRow row, String candidate, FailoverOrders orders) {
    site.registry().failovers(site.name()).stream()
        .filter(other -> other.epoch() == row.epoch() && other.askedAt().isPresent())
        .map(other -> other.candidate().orElse(candidate))
        .filter(other -> !other.equals(candidate))
        .distinct()
        .filter(other -> !orders.forced() && !inRecovery(site.node(other)))
        .findFirst()
        .ifPresent(
            other -> {
              throw new PreconditionException(
                  other,
                  "an earlier failover may have made it the primary, and it does not say otherwise",
                  "bring it back, or stop it for good; then: understudy failover "
                      + site.name()
                      + " --force");
            });
  }

  private static boolean inRecovery(Node node) {
    try {
      return NodeState.read(node.psql().within(FailoverChoice.LIMIT)).inRecovery();
    } catch (UnderstudyException e) {
      // Nothing is known of it, so it may be a primary.
      return false;
    }
  }
}
