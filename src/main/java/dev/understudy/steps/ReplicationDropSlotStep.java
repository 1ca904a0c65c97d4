package dev.understudy.steps;

import dev.understudy.postgres.Psql;
import dev.understudy.postgres.SlotName;
import dev.understudy.postgres.SlotSql;
import dev.understudy.postgres.Sql;
import dev.understudy.workflow.Change;
import dev.understudy.workflow.Probe;
import dev.understudy.workflow.Reversibility;
import dev.understudy.workflow.StepContext;
import dev.understudy.workflow.StepType;
import java.time.Duration;
import java.util.Map;

/** Ends a standby's replication connection and drops its slot on the primary. */
final class ReplicationDropSlotStep implements StepType {
  private static final Duration GONE = Duration.ofSeconds(20);

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

  /** A standby that connects again in between takes the slot again, hence the repetition. */
  @Override
  public void apply(StepContext context) {
    Node primary = sites.site(context).primary();
    String name = SlotName.of(context.node());
    String end =
        "SELECT pg_terminate_backend(active_pid) FROM pg_replication_slots WHERE slot_name = "
            + Sql.literal(name)
            + " AND active;\n";
    server.await(
        primary,
        "the slot " + name + " to be dropped",
        GONE,
        () -> {
          Psql psql = primary.psql();
          psql.execute("drop the slot " + name, end + SlotSql.drop(name), context.fence());
          return !exists(context);
        });
  }

  private boolean exists(StepContext context) {
    return ReplicationSlotStep.slot(sites.site(context), context.node()).isPresent();
  }
}
