package dev.understudy.steps;

import dev.understudy.common.ErrorClass;
import dev.understudy.config.ArchiveConfig.ProbeQuery;
import dev.understudy.config.ArchiveConfig.RestoreDrill;
import dev.understudy.postgres.NodeState;
import dev.understudy.postgres.PostgresException;
import dev.understudy.postgres.Psql;
import dev.understudy.store.DrillMarker;
import dev.understudy.workflow.Change;
import dev.understudy.workflow.Probe;
import dev.understudy.workflow.Reversibility;
import dev.understudy.workflow.StepContext;
import dev.understudy.workflow.StepType;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Asks the restored server what only the right data can answer: whether it is this cluster, whether
 * it stopped at the very point, and the cluster's own questions. What it answers is noted; it never
 * fails for that, so that the drill is recorded and torn down.
 */
final class DrillQueriesStep implements StepType {
  private static final Duration LIMIT = Duration.ofMinutes(10);
  private static final Duration START = Duration.ofMinutes(10);
  private static final String PASSED = "passed";

  private final Sites sites;
  private final ServerControl control;

  DrillQueriesStep(Sites sites, ServerControl control) {
    this.sites = sites;
    this.control = control;
  }

  @Override
  public String name() {
    return "drill.queries";
  }

  @Override
  public Reversibility reversibility() {
    return Reversibility.KEPT;
  }

  @Override
  public Probe probe(StepContext context) {
    RestorePlace place = RestorePlace.of(sites, context);
    return place
        .done(RestorePlace.QUERIED)
        .orElseGet(() -> Probe.notMet(Change.of("server", place.data(), "", "asked")));
  }

  @Override
  public void apply(StepContext context) {
    RestorePlace place = RestorePlace.of(sites, context);
    RestoredControl server = new RestoredControl(place);
    server.start(RestorePlace.target(sites, context), context.fence());
    control.await(
        place.node(),
        "the restored server to answer",
        START,
        () -> RestorePromoteStep.answers(place));
    Map<String, String> answers = new LinkedHashMap<>();
    answers.put("system", system(place));
    answers.put("marker", marker(place, context));
    int number = 1;
    for (ProbeQuery query : queries(place.site())) {
      context.safePoint();
      answers.put("query " + number++, ask(place, query, context));
    }
    server.note(RestorePlace.QUERIED, answers, context.fence());
  }

  private static List<ProbeQuery> queries(Site site) {
    return site.config().archive().restoreDrill().map(RestoreDrill::queries).orElse(List.of());
  }

  private static String system(RestorePlace place) {
    String found = NodeState.read(place.psql()).systemIdentifier();
    Optional<String> wanted =
        place.site().registry().find(place.site().name()).map(known -> known.systemId());
    return wanted.isEmpty() || wanted.get().equals(found)
        ? PASSED
        : "failed: the system identifier is %s, not %s".formatted(found, wanted.get());
  }

  private static String marker(RestorePlace place, StepContext context) {
    String wanted =
        place.site().registry().drillMarker(context.runId()).map(DrillMarker::lsn).orElse("");
    String found =
        place.facts(RestorePlace.RECOVERED).orElse(Map.of()).getOrDefault("position", "");
    return wanted.equals(found)
        ? PASSED
        : "failed: the recovery stopped at %s, not at %s".formatted(found, wanted);
  }

  /** Passed when the first column of every row is true, and there is a row. */
  private static String ask(RestorePlace place, ProbeQuery query, StepContext context) {
    Psql psql = place.psql().onDatabase(query.database()).within(LIMIT);
    // Names are found as a client of the cluster finds them.
    String sql = "RESET search_path;\n" + query.sql() + ";\n";
    try {
      String rows = psql.execute("ask the cluster's own question", sql, context.fence());
      if (rows.isBlank() || rows.lines().anyMatch(row -> !row.split("\\|", 2)[0].equals("t"))) {
        return "failed: not true: " + query.sql();
      }
      return PASSED;
    } catch (PostgresException e) {
      if (e.errorClass() == ErrorClass.CONNECTION && !RestorePromoteStep.answers(place)) {
        throw e;
      }
      return "failed: " + e.getMessage();
    }
  }
}
