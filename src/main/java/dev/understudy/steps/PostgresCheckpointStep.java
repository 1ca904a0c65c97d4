package dev.understudy.steps;

import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.understudy.postgres.NodeState;
import dev.understudy.postgres.ReplicationSql;
import dev.understudy.workflow.Change;
import dev.understudy.workflow.Probe;
import dev.understudy.workflow.Reversibility;
import dev.understudy.workflow.StepContext;
import dev.understudy.workflow.StepType;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * A checkpoint on a new primary: until then its control file names the old timeline, which
 * pg_rewind on another node would go by.
 */
final class PostgresCheckpointStep implements StepType {
  private static final Duration LIMIT = Duration.ofMinutes(30);

  private final Sites sites;

  PostgresCheckpointStep(Sites sites) {
    this.sites = sites;
  }

  @Override
  public String name() {
    return "postgres.checkpoint";
  }

  @Override
  public Reversibility reversibility() {
    return Reversibility.KEPT;
  }

  @Override
  public Probe probe(StepContext context) {
    Site site = sites.site(context);
    ReplicationSql sql = new ReplicationSql(site.dialect());
    List<ArrayNode> answers =
        site.primary().psql().queries(List.of(sql.node(), sql.checkpointTimeline()));
    String now = Integer.toString(NodeState.of(answers.get(0).path(0)).timeline());
    String checkpoint = answers.get(1).path(0).path("timeline").asText();
    return now.equals(checkpoint)
        ? Probe.met(Map.of("timeline of the last checkpoint", now))
        : Probe.notMet(Change.of("checkpoint", site.primaryName(), checkpoint, now));
  }

  @Override
  public void apply(StepContext context) {
    sites
        .site(context)
        .primary()
        .psql()
        .within(LIMIT)
        .execute("write a checkpoint", "CHECKPOINT;", context.fence());
  }
}
