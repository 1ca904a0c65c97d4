package dev.understudy.steps;

import com.fasterxml.jackson.databind.JsonNode;
import dev.understudy.common.Json;
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

/**
 * Where a promotion did not wait for the old primary to be fenced, because that could acknowledge
 * nothing any more: it is fenced now, as far as its host can be reached. It may serve old data
 * until then.
 */
final class FailoverFenceLaterStep implements StepType {
  private static final String LATER = "later";
  private static final Duration LIMIT = Duration.ofSeconds(30);

  private final Sites sites;
  private final FencingMethods methods;

  FailoverFenceLaterStep(Sites sites, FencingMethods methods) {
    this.sites = sites;
    this.methods = methods;
  }

  @Override
  public String name() {
    return "failover.fence-later";
  }

  @Override
  public Reversibility reversibility() {
    return Reversibility.KEPT;
  }

  @Override
  public Probe probe(StepContext context) {
    Optional<FailoverRow> row = FailoverOrders.find(sites.site(context), context);
    boolean waited = row.filter(FailoverFenceLaterStep::didNotWait).isEmpty();
    if (waited) {
      return Probe.met(Map.of("fencing", "was waited for"));
    }
    JsonNode later = fencing(row.get()).path(LATER);
    return later.isMissingNode()
        ? Probe.notMet(
            Change.of("fencing", row.get().oldPrimary(), "may serve old data", "stopped"))
        : Probe.met(Map.of("fencing", later.toString()));
  }

  private static boolean didNotWait(FailoverRow row) {
    return row.proof().filter(ConfirmationFencing.NAME::equals).isPresent();
  }

  private static JsonNode fencing(FailoverRow row) {
    return Json.read(row.fencing().orElse("{}"));
  }

  @Override
  public void apply(StepContext context) {
    Site site = sites.site(context);
    FailoverRow row = FailoverOrders.require(site, context);
    FencingOrder order =
        new FencingOrder(
            site, site.node(row.oldPrimary()), row.run(), context.fence(), row.begunAt(), LIMIT);
    Map<String, Object> all = new LinkedHashMap<>();
    fencing(row).properties().forEach(entry -> all.put(entry.getKey(), entry.getValue()));
    all.put(LATER, FailoverFenceStep.words(methods.later(order)));
    site.register(
        context.fence(), changes -> changes.failoverFencedLater(row.run(), Json.write(all)));
  }
}
