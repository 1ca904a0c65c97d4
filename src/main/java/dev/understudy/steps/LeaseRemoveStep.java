package dev.understudy.steps;

import dev.understudy.workflow.Probe;
import dev.understudy.workflow.Reversibility;
import dev.understudy.workflow.StepContext;
import dev.understudy.workflow.StepType;

/** Takes fencing by lease off a host that leaves; its server runs on, and starts freely. */
final class LeaseRemoveStep implements StepType {
  private final Sites sites;

  LeaseRemoveStep(Sites sites) {
    this.sites = sites;
  }

  @Override
  public String name() {
    return "lease.remove";
  }

  @Override
  public Reversibility reversibility() {
    return Reversibility.POINT_OF_NO_RETURN;
  }

  @Override
  public Probe probe(StepContext context) {
    return removal(context).probe();
  }

  @Override
  public void apply(StepContext context) {
    removal(context).remove(context.fence());
  }

  private LeaseRemoval removal(StepContext context) {
    return new LeaseRemoval(sites.site(context), sites.node(context));
  }
}
