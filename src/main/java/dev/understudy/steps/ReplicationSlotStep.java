package dev.understudy.steps;

import com.fasterxml.jackson.databind.JsonNode;
import dev.understudy.postgres.Psql;
import dev.understudy.postgres.SlotName;
import dev.understudy.postgres.SlotSql;
import dev.understudy.workflow.Change;
import dev.understudy.workflow.Probe;
import dev.understudy.workflow.Reversibility;
import dev.understudy.workflow.StepContext;
import dev.understudy.workflow.StepType;
import java.util.Map;
import java.util.Optional;

/** A slot on the primary for one standby, reserving WAL from the moment it is made. */
final class ReplicationSlotStep implements StepType {
  private static final String LOST = "lost";

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
    Optional<JsonNode> slot = slot(context);
    String name = SlotName.of(context.node());
    String status = slot.map(row -> row.path("wal_status").asText("")).orElse("");
    if (slot.isPresent() && !status.equals(LOST)) {
      return Probe.met(
          Map.of("slot", name, "reserved from", slot.get().path("restart_lsn").asText("nothing")));
    }
    return Probe.notMet(
        Change.of(
            "slot", name, status, "on " + sites.site(context).primaryName() + ", reserving WAL"));
  }

  @Override
  public void apply(StepContext context) {
    String name = SlotName.of(context.node());
    Psql psql = sites.site(context).primary().psql();
    if (slot(context).isPresent()) {
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

  private Optional<JsonNode> slot(StepContext context) {
    Site site = sites.site(context);
    String name = SlotName.of(context.node());
    for (JsonNode row : site.primary().psql().query(SlotSql.list(site.dialect()))) {
      if (row.path("slot_name").asText().equals(name)) {
        return Optional.of(row);
      }
    }
    return Optional.empty();
  }
}
