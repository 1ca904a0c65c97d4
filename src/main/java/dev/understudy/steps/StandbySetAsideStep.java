package dev.understudy.steps;

import dev.understudy.host.Command;
import dev.understudy.postgres.PgCluster;
import dev.understudy.workflow.Change;
import dev.understudy.workflow.Probe;
import dev.understudy.workflow.Reversibility;
import dev.understudy.workflow.StepContext;
import dev.understudy.workflow.StepType;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;

/**
 * Stops a standby that stands still and moves its directory aside, because a person said so. What
 * this run has kept already tells it that this is done, also after the copy streams.
 */
final class StandbySetAsideStep implements StepType {
  private static final Duration LIMIT = Duration.ofMinutes(6);

  private final Sites sites;
  private final Clock clock;

  StandbySetAsideStep(Sites sites, Clock clock) {
    this.sites = sites;
    this.clock = clock;
  }

  @Override
  public String name() {
    return "standby.set-aside";
  }

  @Override
  public Reversibility reversibility() {
    return Reversibility.KEPT;
  }

  @Override
  public Probe probe(StepContext context) {
    Node node = sites.standby(context);
    String kept = new SetAside(sites.site(context), node).keptBy(context);
    String path = node.cluster().dataDirectory();
    return kept.isEmpty()
        ? Probe.notMet(Change.of("directory", path, "a standby", "moved aside and kept"))
        : Probe.met(Map.of(path, "kept as " + kept));
  }

  @Override
  public void apply(StepContext context) {
    Node node = sites.standby(context);
    Site site = sites.site(context);
    PgCluster cluster = node.cluster();
    PrimaryFacts primary = PrimaryFacts.read(site);
    new SetAside(site, node).requireStandingStill(primary);
    String script =
        MoveAsideScript.ofStandby(
            cluster,
            primary.systemId(),
            primary.timeline(),
            KeptDirectory.suffix(clock.instant()),
            context.runId());
    RemoteRefusal.orThrow(
        node.host().run(Command.script(script).asRoot().within(LIMIT).under(context.fence())),
        "set the standby aside",
        "see why, then retry the step");
  }
}
