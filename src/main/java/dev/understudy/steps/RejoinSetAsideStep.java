package dev.understudy.steps;

import dev.understudy.common.Shell;
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

/** Moves the directory of an old primary aside that could not be rewound; nothing is deleted. */
final class RejoinSetAsideStep implements StepType {
  private static final Duration LIMIT = Duration.ofMinutes(6);

  private final Sites sites;
  private final Clock clock;

  RejoinSetAsideStep(Sites sites, Clock clock) {
    this.sites = sites;
    this.clock = clock;
  }

  @Override
  public String name() {
    return "rejoin.set-aside";
  }

  @Override
  public Reversibility reversibility() {
    return Reversibility.KEPT;
  }

  @Override
  public Probe probe(StepContext context) {
    Site site = sites.site(context);
    Node node = sites.standby(context);
    RejoinNotes notes = RejoinNotes.read(node);
    String path = node.cluster().dataDirectory();
    if (!notes.decided(context.runId()) || !notes.anew()) {
      return Probe.met(Map.of(path, "stays"));
    }
    String kept = new SetAside(site, node).keptBy(context);
    return kept.isEmpty() || notes.rewinding()
        ? Probe.notMet(Change.of("directory", path, notes.result(), "moved aside and kept"))
        : Probe.met(Map.of(path, "kept as " + kept));
  }

  @Override
  public void apply(StepContext context) {
    Site site = sites.site(context);
    Node node = sites.standby(context);
    PgCluster cluster = node.cluster();
    PrimaryFacts primary = PrimaryFacts.read(site);
    new SetAside(site, node).requireRoom(primary);
    String script =
        "(\n"
            + MoveAsideScript.ofStopped(
                cluster, primary.systemId(), KeptDirectory.suffix(clock.instant()), context.runId())
            + ")\nrm -f "
            + Shell.quote(cluster.dataDirectory() + RejoinNotes.REWINDING)
            + "\n";
    RemoteRefusal.orThrow(
        node.host().run(Command.script(script).asRoot().within(LIMIT).under(context.fence())),
        "set the old primary's directory aside",
        "see why, then retry the step");
  }
}
