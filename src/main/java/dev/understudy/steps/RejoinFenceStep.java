package dev.understudy.steps;

import dev.understudy.common.PreconditionException;
import dev.understudy.workflow.Change;
import dev.understudy.workflow.Probe;
import dev.understudy.workflow.Reversibility;
import dev.understudy.workflow.StepContext;
import dev.understudy.workflow.StepType;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;

/**
 * A node that comes back takes no writes from here on, whatever it was started as; one that streams
 * from the primary is left alone.
 */
final class RejoinFenceStep implements StepType {
  private final Sites sites;
  private final Clock clock;

  RejoinFenceStep(Sites sites, Clock clock) {
    this.sites = sites;
    this.clock = clock;
  }

  @Override
  public String name() {
    return "rejoin.fence";
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
    if (notes.running() && StreamingFacts.read(site, node).streaming()) {
      return Probe.met(Map.of("streams from", site.primaryName()));
    }
    // Once this run has decided what becomes of the directory, later steps are at work in it.
    boolean later = notes.decided(context.runId()) || notes.unfinished();
    return later || (!notes.running() && notes.startMode().equals("disabled"))
        ? Probe.met(Map.of("start", notes.startMode()))
        : Probe.notMet(
            Change.of("server", node.name(), notes.running() ? "running" : "stopped", "fenced"));
  }

  @Override
  public void apply(StepContext context) {
    Site site = sites.site(context);
    Node node = sites.standby(context);
    FencingOrder order =
        new FencingOrder(
            site, node, context.runId(), context.fence(), clock.instant(), Duration.ofSeconds(60));
    if (new SshFencing().fence(order) instanceof FencingOutcome.NoProof none) {
      throw new PreconditionException(
          node.name(), "it could not be kept from taking writes: " + none.reason(), null);
    }
  }
}
