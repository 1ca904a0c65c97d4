package dev.understudy.steps;

import dev.understudy.host.Guard;
import dev.understudy.host.GuardState;
import dev.understudy.workflow.Change;
import dev.understudy.workflow.Probe;
import dev.understudy.workflow.Reversibility;
import dev.understudy.workflow.StepContext;
import dev.understudy.workflow.StepType;
import java.util.Map;
import java.util.Optional;

/** Takes the guard off a host: what it knows of the cluster, and itself with the last cluster. */
final class HostRemoveGuardStep implements StepType {
  private final Sites sites;
  private final Guard guard;

  HostRemoveGuardStep(Sites sites, Guard guard) {
    this.sites = sites;
    this.guard = guard;
  }

  @Override
  public String name() {
    return "host.remove-guard";
  }

  @Override
  public Reversibility reversibility() {
    return Reversibility.POINT_OF_NO_RETURN;
  }

  @Override
  public Probe probe(StepContext context) {
    Optional<GuardState> seen = guard.read(sites.node(context).host(), context.cluster());
    return seen.isEmpty()
        ? Probe.met(Map.of("guard", "knows nothing of " + context.cluster()))
        : Probe.notMet(Change.of("guard", context.cluster(), "owner " + seen.get().owner(), ""));
  }

  @Override
  public void apply(StepContext context) {
    guard.remove(sites.node(context).host(), context.fence());
  }
}
