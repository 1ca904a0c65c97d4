package dev.understudy.steps;

import dev.understudy.common.PreconditionException;
import dev.understudy.host.Command;
import dev.understudy.postgres.PgCluster;
import dev.understudy.workflow.Change;
import dev.understudy.workflow.Probe;
import dev.understudy.workflow.Reversibility;
import dev.understudy.workflow.StepContext;
import dev.understudy.workflow.StepType;
import java.time.Clock;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;

/**
 * Moves a data directory that lies where the standby's is to be out of the way. Nothing is deleted:
 * it is renamed, after proof in the very same remote call that it may be.
 */
final class StandbyDataDirectoryStep implements StepType {
  private static final Duration LIMIT = Duration.ofMinutes(6);

  private final Sites sites;
  private final Clock clock;

  StandbyDataDirectoryStep(Sites sites, Clock clock) {
    this.sites = sites;
    this.clock = clock;
  }

  @Override
  public String name() {
    return "standby.data-directory";
  }

  @Override
  public Reversibility reversibility() {
    return Reversibility.KEPT;
  }

  @Override
  public Probe probe(StepContext context) {
    Node node = sites.standby(context);
    PgCluster cluster = node.cluster();
    PrimaryFacts primary = PrimaryFacts.read(sites.site(context));
    DataDirectoryFacts facts = DataDirectoryFacts.read(node, cluster);
    DataDirectoryVerdict verdict =
        DataDirectoryVerdict.judge(facts, primary.systemId(), primary.timeline());
    if (verdict instanceof DataDirectoryVerdict.Replaceable replaceable) {
      return Probe.notMet(
          Change.of("directory", facts.path(), replaceable.why(), "moved aside and kept"));
    }
    if (verdict instanceof DataDirectoryVerdict.Refused refused) {
      throw new PreconditionException(context.node(), refused.why(), refused.remedy());
    }
    String word = verdict.getClass().getSimpleName().toLowerCase(Locale.ROOT);
    return Probe.met(Map.of(facts.path(), word));
  }

  @Override
  public void apply(StepContext context) {
    Node node = sites.standby(context);
    PgCluster cluster = node.cluster();
    PrimaryFacts primary = PrimaryFacts.read(sites.site(context));
    String script =
        MoveAsideScript.of(
            cluster, primary.systemId(), primary.timeline(), KeptDirectory.suffix(clock.instant()));
    RemoteRefusal.orThrow(
        node.host().run(Command.script(script).asRoot().within(LIMIT).under(context.fence())),
        "move the data directory aside",
        "see what is in it, then retry the step");
  }
}
