package dev.understudy.steps;

import dev.understudy.host.Guard;
import dev.understudy.workflow.Change;
import dev.understudy.workflow.Probe;
import dev.understudy.workflow.Reversibility;
import dev.understudy.workflow.StepContext;
import dev.understudy.workflow.StepType;
import java.util.Map;

/** Installs the guard on a host. */
final class HostGuardStep implements StepType {
  private final Sites sites;
  private final Guard guard;

  HostGuardStep(Sites sites, Guard guard) {
    this.sites = sites;
    this.guard = guard;
  }

  @Override
  public String name() {
    return "host.guard";
  }

  @Override
  public Reversibility reversibility() {
    return Reversibility.KEPT;
  }

  @Override
  public Probe probe(StepContext context) {
    return guard.installed(sites.node(context).host())
        ? Probe.met(Map.of("guard", Guard.PATH))
        : Probe.notMet(Change.of("file", Guard.PATH, "", "the guard of this version"));
  }

  @Override
  public void apply(StepContext context) {
    guard.install(sites.node(context).host(), context.fence());
  }
}
