package dev.understudy.steps;

import dev.understudy.common.UnderstudyException;
import dev.understudy.postgres.ArchiverSql;
import dev.understudy.store.DrillMarker;
import dev.understudy.workflow.Change;
import dev.understudy.workflow.Probe;
import dev.understudy.workflow.Reversibility;
import dev.understudy.workflow.StepContext;
import dev.understudy.workflow.StepType;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** Makes the point that a restore drill has to recover, and sees to it that it is archived. */
final class DrillMarkerStep implements StepType {
  private static final Duration SHIPPED = Duration.ofMinutes(5);

  private final Sites sites;
  private final ServerControl server;

  DrillMarkerStep(Sites sites, ServerControl server) {
    this.sites = sites;
    this.server = server;
  }

  @Override
  public String name() {
    return "drill.marker";
  }

  @Override
  public Reversibility reversibility() {
    return Reversibility.KEPT;
  }

  @Override
  public Probe probe(StepContext context) {
    Optional<DrillMarker> marker = sites.site(context).registry().drillMarker(context.runId());
    return marker
        .map(made -> Probe.met(Map.of("restore point", made.name(), "position", made.lsn())))
        .orElseGet(
            () -> Probe.notMet(Change.of("restore point", RestorePlace.MARKER, "", "archived")));
  }

  /** Of two points of one name, a recovery stops at the first: each attempt has its own. */
  @Override
  public void apply(StepContext context) {
    Site site = sites.site(context);
    Node primary = site.primary();
    ArchiverSql sql = new ArchiverSql(site.dialect());
    String name = RestorePlace.MARKER + "-" + context.runId() + "." + context.attempt();
    String[] made =
        primary
            .psql()
            .execute("make the restore point " + name, sql.markedSegment(name), context.fence())
            .strip()
            .split("\\|");
    try {
      server.await(
          primary,
          "the segment " + made[0] + " to be archived",
          SHIPPED,
          () -> {
            context.safePoint();
            return primary.psql().row(sql.shipped(made[0])).path("shipped").asBoolean();
          });
    } catch (UnderstudyException e) {
      throw ServerLog.explain(primary, primary.cluster(), e);
    }
    String node = sites.node(context).name();
    DrillMarker marker = new DrillMarker(context.runId(), site.name(), node, name, made[1]);
    site.register(context.fence(), changes -> changes.markDrill(marker));
  }
}
