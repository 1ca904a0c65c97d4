package dev.understudy.steps;

import dev.understudy.store.FailoverRow;
import dev.understudy.workflow.Change;
import dev.understudy.workflow.Probe;
import dev.understudy.workflow.Progress;
import dev.understudy.workflow.Reversibility;
import dev.understudy.workflow.Signal;
import dev.understudy.workflow.StepContext;
import dev.understudy.workflow.StepType;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * Tells the hook after_promote, and asks for the run that has the new primary ship what the old one
 * never did: it may take hours, and the next failover must not wait for it.
 */
final class FailoverToldStep implements StepType {
  private static final Duration HOOK = Duration.ofSeconds(60);

  private final Sites sites;
  private final Clock clock;

  FailoverToldStep(Sites sites, Clock clock) {
    this.sites = sites;
    this.clock = clock;
  }

  @Override
  public String name() {
    return "failover.told";
  }

  @Override
  public Reversibility reversibility() {
    return Reversibility.KEPT;
  }

  @Override
  public Probe probe(StepContext context) {
    Site site = sites.site(context);
    return FailoverOrders.find(site, context)
        .filter(row -> row.toldAt().isPresent())
        .map(row -> Probe.met(Map.of("told", row.toldAt().orElseThrow().toString())))
        .orElseGet(() -> Probe.notMet(Change.of("failover", "after_promote", "", "told")));
  }

  /** The hook may be told twice when the service dies in between; it never holds anything up. */
  @Override
  public void apply(StepContext context) {
    Site site = sites.site(context);
    FailoverRow row = FailoverOrders.require(site, context);
    String primary = row.candidate().orElseThrow();
    Optional<String> hook = site.config().failover().hooks().afterPromote();
    if (hook.isPresent()) {
      LocalCommand.Ended ended =
          LocalCommand.run(hook.get(), FailoverPromoteStep.environment(site, row, primary), HOOK);
      context.progress(new Progress(1, 1, "hook", "after_promote: " + ended.words()));
    }
    if (site.archive().isEmpty()) {
      site.register(context.fence(), changes -> changes.failoverTold(row.run()));
      return;
    }
    Signal shipping =
        Signal.start(
            "ship-missing",
            site.name(),
            Map.of("cluster", site.name(), "node", primary),
            "failover " + row.run());
    site.register(
        context.fence(), shipping, clock.instant(), changes -> changes.failoverTold(row.run()));
  }
}
