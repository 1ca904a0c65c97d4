package dev.understudy.steps;

import com.fasterxml.jackson.databind.JsonNode;
import dev.understudy.common.UnderstudyException;
import dev.understudy.postgres.NodeState;
import dev.understudy.postgres.Psql;
import dev.understudy.workflow.Change;
import dev.understudy.workflow.Probe;
import dev.understudy.workflow.Reversibility;
import dev.understudy.workflow.StepContext;
import dev.understudy.workflow.StepType;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Ends the recovery where it stopped, and looks whether every database can be used. */
final class RestorePromoteStep implements StepType {
  private static final Duration LIMIT = Duration.ofMinutes(10);

  private final Sites sites;
  private final ServerControl control;

  RestorePromoteStep(Sites sites, ServerControl control) {
    this.sites = sites;
    this.control = control;
  }

  @Override
  public String name() {
    return "restore.promote";
  }

  @Override
  public Reversibility reversibility() {
    return Reversibility.KEPT;
  }

  @Override
  public Probe probe(StepContext context) {
    RestorePlace place = RestorePlace.of(sites, context);
    Optional<Probe> done = place.done(RestorePlace.PROMOTED);
    if (done.isPresent()) {
      return done.get();
    }
    return Probe.notMet(Change.of("server", place.data(), "in recovery", "writable"));
  }

  @Override
  public void apply(StepContext context) {
    RestorePlace place = RestorePlace.of(sites, context);
    RestoredControl server = new RestoredControl(place);
    if (!server.running()) {
      server.start(RestorePlace.target(sites, context), context.fence());
    }
    control.await(place.node(), "the restored server to answer", LIMIT, () -> answers(place));
    NodeState state = NodeState.read(place.psql());
    if (state.inRecovery()) {
      state = resumed(place, context);
    }
    Map<String, Object> facts = new LinkedHashMap<>();
    facts.put("timeline", state.timeline());
    facts.put("position", state.lsn());
    facts.put("databases", databases(place));
    server.note(RestorePlace.PROMOTED, facts, context.fence());
  }

  private NodeState resumed(RestorePlace place, StepContext context) {
    String resume = place.site().dialect().resumeReplay();
    place.psql().execute("end the recovery", "SELECT " + resume + ";", context.fence());
    control.await(
        place.node(),
        "the restored server to be writable",
        LIMIT,
        () -> {
          context.safePoint();
          return answers(place) && !NodeState.read(place.psql()).inRecovery();
        });
    return NodeState.read(place.psql());
  }

  static boolean answers(RestorePlace place) {
    try {
      NodeState.read(place.psql());
      return true;
    } catch (UnderstudyException e) {
      if (Psql.notRunning(e)) {
        return false;
      }
      throw e;
    }
  }

  /** Their names; each has been connected to. */
  private static String databases(RestorePlace place) {
    StringBuilder names = new StringBuilder();
    for (JsonNode row :
        place
            .psql()
            .query("SELECT datname AS name FROM pg_database WHERE datallowconn ORDER BY datname")) {
      String name = row.path("name").asText();
      place.psql().onDatabase(name).row("SELECT count(*) AS relations FROM pg_class");
      names.append(names.length() == 0 ? "" : ", ").append(name);
    }
    return names.toString();
  }
}
