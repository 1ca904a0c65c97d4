package dev.understudy.steps;

import com.fasterxml.jackson.databind.JsonNode;
import dev.understudy.common.UnderstudyException;
import dev.understudy.postgres.PgCluster;
import dev.understudy.postgres.Psql;
import dev.understudy.postgres.ReplicationSql;
import dev.understudy.workflow.Change;
import dev.understudy.workflow.Probe;
import dev.understudy.workflow.Progress;
import dev.understudy.workflow.Reversibility;
import dev.understudy.workflow.StepContext;
import dev.understudy.workflow.StepType;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Starts a standby, waits until it streams, and writes a marker on the primary that it must replay.
 */
final class StandbyStartStep implements StepType {
  private static final Duration STREAMING = Duration.ofMinutes(10);

  /** For what is there soon, as a rule; then it is asked for from here. */
  private static final Duration PATIENCE = Duration.ofSeconds(2);

  private static final Duration REPLAY = Duration.ofMinutes(2);
  private static final String AT_BOOT = "auto";

  private final Sites sites;
  private final ServerControl server;

  StandbyStartStep(Sites sites, ServerControl server) {
    this.sites = sites;
    this.server = server;
  }

  @Override
  public String name() {
    return "standby.start";
  }

  /** From here on it may have answered clients. */
  @Override
  public Reversibility reversibility() {
    return Reversibility.POINT_OF_NO_RETURN;
  }

  @Override
  public Probe probe(StepContext context) {
    Site site = sites.site(context);
    Node node = sites.standby(context);
    PgCluster cluster = node.cluster();
    if (!node.online()) {
      return Probe.notMet(Change.of("server", cluster.unit(), "stopped", "a streaming standby"));
    }
    StreamingFacts facts = StreamingFacts.read(site, node);
    List<Change> changes = new ArrayList<>();
    if (!facts.streaming()) {
      changes.add(Change.of("server", cluster.unit(), facts.shortfall(), "a streaming standby"));
    }
    String mode = server.startMode(node, cluster);
    if (!mode.equals(AT_BOOT)) {
      changes.add(Change.of("file", cluster.startConf(), mode, AT_BOOT));
    }
    return Probe.of(changes, facts.evidence());
  }

  @Override
  public void apply(StepContext context) {
    Site site = sites.site(context);
    Node node = sites.standby(context);
    PgCluster cluster = node.cluster();
    server.startStandby(node, cluster, PrimaryFacts.read(site).systemId(), context.fence());
    ReplicationSql sql = new ReplicationSql(site.dialect());
    node.psql().await(sql.receiverStreams(), PATIENCE);
    try {
      server.await(node, "streaming to begin", STREAMING, () -> streaming(context, site, node));
    } catch (UnderstudyException e) {
      throw ServerLog.explain(node, cluster, e);
    }
    proveReplay(context, site, node, sql);
  }

  private boolean streaming(StepContext context, Site site, Node node) {
    context.safePoint();
    try {
      boolean streaming = StreamingFacts.read(site, node).streaming();
      if (!streaming) {
        ServerLog.requireWalThere(site, node);
      }
      return streaming;
    } catch (UnderstudyException e) {
      if (Psql.notRunning(e)) {
        server.requireNotFailed(node, node.cluster());
        return false;
      }
      throw e;
    }
  }

  private void proveReplay(StepContext context, Site site, Node node, ReplicationSql sql) {
    String token = context.jobId() + "." + node.name();
    String lsn =
        site.primary()
            .psql()
            .execute("write a marker", sql.emitMarker(token), context.fence())
            .strip();
    node.psql().await(sql.replayed(lsn), PATIENCE);
    server.await(
        node,
        "the marker at " + lsn + " to be replayed",
        REPLAY,
        () -> reached(node.psql().row(sql.replayed(lsn))));
    context.progress(new Progress(1, 1, "marker", "marker " + token + " replayed at " + lsn));
  }

  private static boolean reached(JsonNode row) {
    return row.path("reached").asBoolean();
  }
}
