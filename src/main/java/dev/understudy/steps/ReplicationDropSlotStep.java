package dev.understudy.steps;

import dev.understudy.postgres.SlotName;
import dev.understudy.workflow.Change;
import dev.understudy.workflow.Probe;
import dev.understudy.workflow.Reversibility;
import dev.understudy.workflow.StepContext;
import dev.understudy.workflow.StepType;
import java.util.Map;

/** Ends a standby's replication connection and drops its slot on the primary. */
final class ReplicationDropSlotStep implements StepType {
  private final Sites sites;
  private final ServerControl server;

  ReplicationDropSlotStep(Sites sites, ServerControl server) {
    this.sites = sites;
    this.server = server;
  }

  @Override
  public String name() {
    return "replication.drop-slot";
  }

  /** The standby may miss WAL from here on. */
  @Override
  public Reversibility reversibility() {
    return Reversibility.POINT_OF_NO_RETURN;
  }

  @Override
  public Probe probe(StepContext context) {
    String name = SlotName.of(context.node());
    return exists(context)
        ? Probe.notMet(Change.of("slot", name, "on " + sites.site(context).primaryName(), ""))
        : Probe.met(Map.of("slot", name + " is not there"));
  }

  @Override
  public void apply(StepContext context) {
    Slots.drop(sites.site(context), context.node(), server, context.fence());
  }

  private boolean exists(StepContext context) {
    return Slots.find(sites.site(context), context.node()).isPresent();
  }
}
