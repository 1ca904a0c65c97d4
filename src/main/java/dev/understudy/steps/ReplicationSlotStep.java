package dev.understudy.steps;

import dev.understudy.postgres.Psql;
import dev.understudy.postgres.SlotName;
import dev.understudy.postgres.SlotSql;
import dev.understudy.postgres.SlotState;
import dev.understudy.workflow.Change;
import dev.understudy.workflow.Probe;
import dev.understudy.workflow.Reversibility;
import dev.understudy.workflow.StepContext;
import dev.understudy.workflow.StepType;
import java.util.Map;
import java.util.Optional;

/** A slot on the primary for one standby, reserving WAL from the moment it is made. */
final class ReplicationSlotStep implements StepType {
  private final Sites sites;
  private final ServerControl server;

  ReplicationSlotStep(Sites sites, ServerControl server) {
    this.sites = sites;
    this.server = server;
  }

  @Override
  public String name() {
    return "replication.slot";
  }

  /** An unused slot would keep WAL until the disk is full, so a cancelled run takes it back. */
  @Override
  public Reversibility reversibility() {
    return Reversibility.REVERSIBLE;
  }

  @Override
  public Probe probe(StepContext context) {
    if (context.node().equals(sites.site(context).primaryName())) {
      return Probe.met(Map.of("primary", context.node()));
    }
    Optional<SlotState> slot = Slots.find(sites.site(context), context.node());
    String name = SlotName.of(context.node());
    if (slot.isPresent() && !slot.get().lost()) {
      return Probe.met(Map.of("slot", name, "reserved from", slot.get().restartLsn()));
    }
    return Probe.notMet(
        Change.of(
            "slot",
            name,
            slot.map(SlotState::walStatus).orElse(""),
            "on " + sites.site(context).primaryName() + ", reserving WAL"));
  }

  @Override
  public void apply(StepContext context) {
    sites.standby(context);
    String name = SlotName.of(context.node());
    Psql psql = sites.site(context).primary().psql();
    if (Slots.find(sites.site(context), context.node()).isPresent()) {
      psql.execute("drop the lost slot " + name, SlotSql.drop(name), context.fence());
    }
    psql.execute("create the slot " + name, SlotSql.create(name), context.fence());
  }

  @Override
  public void undo(StepContext context) {
    Slots.drop(sites.site(context), context.node(), server, context.fence());
  }
}
