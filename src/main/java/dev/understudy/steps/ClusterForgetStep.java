package dev.understudy.steps;

import dev.understudy.workflow.Change;
import dev.understudy.workflow.Probe;
import dev.understudy.workflow.Reversibility;
import dev.understudy.workflow.StepContext;
import dev.understudy.workflow.StepType;
import java.util.Map;

/** Forgets a cluster in the store; its runs and events stay as history. */
final class ClusterForgetStep implements StepType {
  private final Sites sites;

  ClusterForgetStep(Sites sites) {
    this.sites = sites;
  }

  @Override
  public String name() {
    return "cluster.forget";
  }

  @Override
  public Reversibility reversibility() {
    return Reversibility.KEPT;
  }

  @Override
  public Probe probe(StepContext context) {
    return sites.site(context).registry().find(context.cluster()).isPresent()
        ? Probe.notMet(Change.of("store", context.cluster(), "registered", ""))
        : Probe.met(Map.of("store", "does not know " + context.cluster()));
  }

  @Override
  public void apply(StepContext context) {
    sites.site(context).register(context.fence(), changes -> changes.remove(context.cluster()));
  }
}
