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

  ReplicationSlotStep(Sites sites) {
    this.sites = sites;
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
    Optional<SlotState> slot = slot(sites.site(context), context.node());
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
    String name = SlotName.of(context.node());
    Psql psql = sites.site(context).primary().psql();
    if (slot(sites.site(context), context.node()).isPresent()) {
      psql.execute("drop the lost slot " + name, SlotSql.drop(name), context.fence());
    }
    psql.execute("create the slot " + name, SlotSql.create(name), context.fence());
  }

  @Override
  public void undo(StepContext context) {
    String name = SlotName.of(context.node());
    sites
        .site(context)
        .primary()
        .psql()
        .execute("drop the slot " + name, SlotSql.drop(name), context.fence());
  }

  /** The node's slot on the primary. */
  static Optional<SlotState> slot(Site site, String node) {
    String name = SlotName.of(node);
    return SlotState.list(site.primary().psql().query(SlotSql.list(site.dialect()))).stream()
        .filter(slot -> slot.name().equals(name))
        .findFirst();
  }
}
