package dev.understudy.steps;

import dev.understudy.common.Json;
import dev.understudy.common.PreconditionException;
import dev.understudy.store.FailoverRow;
import dev.understudy.workflow.Change;
import dev.understudy.workflow.Probe;
import dev.understudy.workflow.Progress;
import dev.understudy.workflow.Reversibility;
import dev.understudy.workflow.StepContext;
import dev.understudy.workflow.StepType;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Promotes the chosen standby, on a stored proof that the old primary takes no writes, and makes it
 * the primary in the store with the next epoch.
 */
final class FailoverPromoteStep implements StepType {
  private static final Duration HOOK = Duration.ofSeconds(60);

  private final Sites sites;
  private final FencingMethods methods;

  FailoverPromoteStep(Sites sites, FencingMethods methods) {
    this.sites = sites;
    this.methods = methods;
  }

  @Override
  public String name() {
    return "failover.promote";
  }

  @Override
  public Reversibility reversibility() {
    return Reversibility.POINT_OF_NO_RETURN;
  }

  @Override
  public Probe probe(StepContext context) {
    Site site = sites.site(context);
    Optional<FailoverRow> row = FailoverOrders.find(site, context);
    return row.filter(there -> there.endedAt().isPresent())
        .map(
            there ->
                Probe.met(
                    Map.of(
                        "primary",
                        there.candidate().orElse(""),
                        "epoch",
                        Long.toString(there.epoch() + 1))))
        .orElseGet(
            () ->
                Probe.notMet(
                    Change.of(
                        "primary",
                        site.name(),
                        site.primaryName(),
                        row.flatMap(FailoverRow::candidate).orElse("the best standby"))));
  }

  @Override
  public void apply(StepContext context) {
    Site site = sites.site(context);
    FailoverRow row = FailoverOrders.require(site, context);
    if (row.proof().isEmpty()) {
      throw new PreconditionException(
          row.oldPrimary(), "nothing stored proves that it takes no writes", null);
    }
    Node target = site.node(row.candidate().orElseThrow());
    Promotion promotion = new Promotion(site, target);
    if (promotion.registered() && site.epoch() == row.epoch() + 1) {
      site.register(context.fence(), changes -> changes.failoverEnded(row.run()));
      return;
    }
    promotion.requireEpoch(context, row.epoch());
    requireStillConfirming(site, row);
    if (row.askedAt().isEmpty()) {
      requireNoVeto(site, row, target);
    }
    site.register(context.fence(), changes -> changes.failoverAsking(row.run()));
    requireStillTrue(site, row, context);
    promotion.promote(context, salvaged(row), false, recheck(site, row, context));
    Map<String, String> evidence = promotion.register(context, row.timeline(), row.epoch());
    site.register(context.fence(), changes -> changes.failoverEnded(row.run()));
    context.progress(new Progress(1, 1, "primary", target.name() + ": " + evidence));
  }

  /** A run that rested for long may have been overtaken by commits that waited for nobody. */
  private static void requireStillConfirming(Site site, FailoverRow row) {
    boolean relied = row.proof().filter(ConfirmationFencing.NAME::equals).isPresent();
    String candidate = row.candidate().orElseThrow();
    if (relied && !ConfirmationFencing.confirmers(site).contains(candidate)) {
      throw new PreconditionException(
          candidate,
          "commits have stopped waiting for it since, so it may lack some of them",
          "this run is of no use any more: understudy run cancel " + row.run());
    }
  }

  /** Where rescued WAL ends, the candidate has to have replayed it. */
  private static String salvaged(FailoverRow row) {
    return row.salvage().map(text -> Json.read(text).path("last").asText("")).orElse("");
  }

  private void requireStillTrue(Site site, FailoverRow row, StepContext context) {
    FencingOrder order = order(site, row, context);
    Optional<String> untrue =
        proving(site, row).flatMap(method -> method.untrue(order).stream()).findFirst();
    if (untrue.isPresent()) {
      throw new PreconditionException(
          row.oldPrimary(),
          "it may take writes again, so nobody was promoted: " + untrue.get(),
          "cancel this run and order the failover anew");
    }
  }

  private String recheck(Site site, FailoverRow row, StepContext context) {
    FencingOrder order = order(site, row, context);
    return proving(site, row)
        .map(method -> method.recheck(order))
        .collect(Collectors.joining("\n"));
  }

  /** The methods on whose proof it is done; none on a person's word. */
  private Stream<FencingMethod> proving(Site site, FailoverRow row) {
    return methods.proving(site).stream()
        .filter(method -> row.proof().filter(proof -> by(proof, method.name())).isPresent());
  }

  /** Of several commands the further ones have a number behind their name. */
  private static boolean by(String proof, String method) {
    return proof.equals(method) || proof.startsWith(method + " ");
  }

  private static FencingOrder order(Site site, FailoverRow row, StepContext context) {
    return new FencingOrder(
        site,
        site.node(row.oldPrimary()),
        row.run(),
        context.fence(),
        row.begunAt(),
        Duration.ZERO);
  }

  /** The user's own command may forbid it. */
  private static void requireNoVeto(Site site, FailoverRow row, Node target) {
    Optional<String> hook = site.config().failover().hooks().beforePromote();
    if (hook.isEmpty()) {
      return;
    }
    LocalCommand.Ended ended =
        LocalCommand.run(hook.get(), environment(site, row, target.name()), HOOK);
    if (!ended.ok()) {
      throw new PreconditionException(
          target.name(),
          "the hook before_promote forbids the promotion: " + ended.words(),
          "see to what it says, then retry the step");
    }
  }

  static Map<String, String> environment(Site site, FailoverRow row, String target) {
    return Map.of(
        "UNDERSTUDY_CLUSTER", site.name(),
        "UNDERSTUDY_RUN", row.run(),
        "UNDERSTUDY_OLD_PRIMARY", row.oldPrimary(),
        "UNDERSTUDY_NEW_PRIMARY", target);
  }
}
