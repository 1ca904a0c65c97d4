package dev.understudy.steps;

import dev.understudy.postgres.Psql;
import dev.understudy.workflow.Change;
import dev.understudy.workflow.Probe;
import dev.understudy.workflow.Reversibility;
import dev.understudy.workflow.StepContext;
import dev.understudy.workflow.StepType;
import java.time.Duration;
import java.util.Map;

/**
 * A step of the user's own: {@code run} is SQL that brings the goal about, {@code unless} a SELECT
 * that returns a row when it is met; in {@code database}, postgres when left out.
 */
final class SqlStep implements StepType {
  private static final Duration LIMIT = Duration.ofHours(1);

  private final Sites sites;

  SqlStep(Sites sites) {
    this.sites = sites;
  }

  @Override
  public String name() {
    return "sql";
  }

  @Override
  public Reversibility reversibility() {
    return Reversibility.KEPT;
  }

  @Override
  public Probe probe(StepContext context) {
    int rows = psql(context).query(CommandStep.parameter(context, "unless")).size();
    return rows > 0
        ? Probe.met(Map.of("unless", rows + " rows"))
        : Probe.notMet(Change.of("sql", context.step(), "", CommandStep.parameter(context, "run")));
  }

  @Override
  public void apply(StepContext context) {
    psql(context)
        .within(LIMIT)
        .execute(
            "run the SQL of step " + context.step(),
            CommandStep.parameter(context, "run") + "\n;\n",
            context.fence());
  }

  private Psql psql(StepContext context) {
    Object database = context.with().getOrDefault("database", "postgres");
    return sites.node(context).psql().onDatabase(database.toString());
  }
}
