package dev.understudy.steps;

import dev.understudy.common.Json;
import dev.understudy.store.DrillRow;
import dev.understudy.workflow.Change;
import dev.understudy.workflow.Probe;
import dev.understudy.workflow.Reversibility;
import dev.understudy.workflow.StepContext;
import dev.understudy.workflow.StepType;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/** Records what a restore drill measured and found, also when it did not pass. */
final class DrillRecordStep implements StepType {
  private final Sites sites;
  private final Clock clock;

  DrillRecordStep(Sites sites, Clock clock) {
    this.sites = sites;
    this.clock = clock;
  }

  @Override
  public String name() {
    return "drill.record";
  }

  @Override
  public Reversibility reversibility() {
    return Reversibility.KEPT;
  }

  @Override
  public Probe probe(StepContext context) {
    return RestorePlace.of(sites, context)
        .recorded()
        .orElseGet(() -> Probe.notMet(Change.of("drill", context.cluster(), "", "recorded")));
  }

  @Override
  public void apply(StepContext context) {
    RestorePlace place = RestorePlace.of(sites, context);
    String mark = place.noted(RestorePlace.MARK).orElse("");
    String took = place.noted(RestorePlace.RESTORED).orElse("0").strip();
    Map<String, String> recovered = place.facts(RestorePlace.RECOVERED).orElse(Map.of());
    Map<String, String> checks = new LinkedHashMap<>();
    checks.putAll(place.facts(RestorePlace.QUERIED).orElse(Map.of("queries", "failed: not asked")));
    checks.putAll(place.facts(RestorePlace.CHECKED).orElse(Map.of("checks", "failed: not made")));
    String why =
        checks.entrySet().stream()
            .filter(check -> check.getValue().startsWith("failed"))
            .map(check -> check.getKey() + " " + check.getValue())
            .collect(Collectors.joining("; "));
    DrillRow row =
        new DrillRow(
            context.runId(),
            clock.instant(),
            why.isEmpty(),
            why,
            RestoreDirectoryStep.label(mark),
            RestoreDirectoryStep.size(mark),
            Duration.ofMillis(Long.parseLong(took)),
            number(recovered, "replayed bytes"),
            Duration.ofMillis(number(recovered, "replay ms")),
            Json.write(checks));
    place.site().register(context.fence(), changes -> changes.endDrill(row));
  }

  private static long number(Map<String, String> facts, String name) {
    return Long.parseLong(facts.getOrDefault(name, "0"));
  }
}
