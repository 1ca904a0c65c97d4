package dev.understudy.steps;

import dev.understudy.common.Json;
import dev.understudy.common.PreconditionException;
import dev.understudy.store.FailoverRow;
import dev.understudy.workflow.Change;
import dev.understudy.workflow.Probe;
import dev.understudy.workflow.Reversibility;
import dev.understudy.workflow.StepContext;
import dev.understudy.workflow.StepType;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Makes sure that the old primary takes no more writes, by every configured method side by side,
 * and stores what shows it. Without proof the failover ends here, unless a person answers for it.
 */
final class FailoverFenceStep implements StepType {
  /** What stands for a person's word among the methods. */
  static final String FORCED = "forced";

  private static final Duration LIMIT = Duration.ofSeconds(60);

  private final Sites sites;
  private final FencingMethods methods;

  FailoverFenceStep(Sites sites, FencingMethods methods) {
    this.sites = sites;
    this.methods = methods;
  }

  @Override
  public String name() {
    return "failover.fence";
  }

  @Override
  public Reversibility reversibility() {
    return Reversibility.KEPT;
  }

  @Override
  public Probe probe(StepContext context) {
    Site site = sites.site(context);
    Optional<FailoverRow> row = FailoverOrders.find(site, context);
    return row.flatMap(FailoverRow::proof)
        .map(proof -> Probe.met(Map.of("proof", proof, "fencing", row.get().fencing().orElse(""))))
        .orElseGet(
            () ->
                Probe.notMet(
                    Change.of("fencing", site.primaryName(), "may take writes", "takes none")));
  }

  @Override
  public void apply(StepContext context) {
    Site site = sites.site(context);
    FailoverRow row = FailoverOrders.require(site, context);
    FailoverOrders orders = FailoverOrders.of(context);
    FencingOrder order =
        new FencingOrder(
            site, site.node(row.oldPrimary()), row.run(), context.fence(), row.begunAt(), LIMIT);
    Map<String, FencingOutcome> outcomes = methods.fence(order, !orders.dataLoss());
    Optional<String> proof = proof(outcomes).or(() -> forced(orders));
    String stored = Json.write(words(outcomes, orders, proof));
    site.register(context.fence(), changes -> changes.failoverFenced(row.run(), stored, proof));
    if (proof.isEmpty()) {
      throw noProof(site, row, outcomes);
    }
  }

  private static Optional<String> proof(Map<String, FencingOutcome> outcomes) {
    return outcomes.entrySet().stream()
        .filter(each -> each.getValue() instanceof FencingOutcome.Proof)
        .map(Map.Entry::getKey)
        .findFirst();
  }

  private static Optional<String> forced(FailoverOrders orders) {
    return orders.forced() ? Optional.of(FORCED) : Optional.empty();
  }

  private static Map<String, Object> words(
      Map<String, FencingOutcome> outcomes, FailoverOrders orders, Optional<String> proof) {
    Map<String, Object> words = words(outcomes);
    proof.filter(FORCED::equals).ifPresent(by -> words.put(FORCED, orders.reason()));
    return words;
  }

  /** By method its proof, or why there is none. */
  static Map<String, Object> words(Map<String, FencingOutcome> outcomes) {
    Map<String, Object> words = new LinkedHashMap<>();
    outcomes.forEach(
        (method, outcome) ->
            words.put(
                method,
                outcome instanceof FencingOutcome.Proof shown
                    ? shown.evidence()
                    : reason(outcome)));
    return words;
  }

  private static PreconditionException noProof(
      Site site, FailoverRow row, Map<String, FencingOutcome> outcomes) {
    String reasons =
        outcomes.entrySet().stream()
            .map(each -> each.getKey() + ": " + reason(each.getValue()))
            .collect(Collectors.joining("; "));
    return new PreconditionException(
        row.oldPrimary(),
        "nothing proves that the old primary takes no writes, so nobody was promoted. " + reasons,
        "if you know that it is off or stopped, and stays so: understudy failover "
            + site.name()
            + " --force");
  }

  private static String reason(FencingOutcome outcome) {
    return outcome instanceof FencingOutcome.NoProof none ? none.reason() : "proved";
  }
}
