package dev.understudy.steps;

import com.fasterxml.jackson.databind.JsonNode;
import dev.understudy.archive.RecoveryTarget;
import dev.understudy.common.ErrorClass;
import dev.understudy.common.PreconditionException;
import dev.understudy.common.Sleeper;
import dev.understudy.common.UnderstudyException;
import dev.understudy.host.HostException;
import dev.understudy.postgres.Dialect;
import dev.understudy.postgres.Psql;
import dev.understudy.wal.Lsn;
import dev.understudy.workflow.Change;
import dev.understudy.workflow.Probe;
import dev.understudy.workflow.Progress;
import dev.understudy.workflow.Reversibility;
import dev.understudy.workflow.StepContext;
import dev.understudy.workflow.StepType;
import dev.understudy.workflow.SuspendedException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Starts the restored server and waits until it has recovered to its target. */
final class RestoreRecoverStep implements StepType {
  private static final Duration PAUSE = Duration.ofMillis(100);

  private final Sites sites;
  private final Sleeper sleeper;

  RestoreRecoverStep(Sites sites, Sleeper sleeper) {
    this.sites = sites;
    this.sleeper = sleeper;
  }

  @Override
  public String name() {
    return "restore.recover";
  }

  @Override
  public Reversibility reversibility() {
    return Reversibility.REVERSIBLE;
  }

  @Override
  public Probe probe(StepContext context) {
    RestorePlace place = RestorePlace.of(sites, context);
    Optional<Probe> done = place.done(RestorePlace.RECOVERED);
    if (done.isPresent()) {
      return done.get();
    }
    return Probe.notMet(
        Change.of(
            "server",
            place.data(),
            "",
            "recovered to " + RestorePlace.target(sites, context).words()));
  }

  @Override
  public void apply(StepContext context) {
    RestorePlace place = RestorePlace.of(sites, context);
    RecoveryTarget target = RestorePlace.target(sites, context);
    RestoredControl server = new RestoredControl(place);
    server.start(target, context.fence());
    Optional<Lsn> first = Optional.empty();
    while (true) {
      context.safePoint();
      Optional<JsonNode> state = ask(place, server, target);
      if (state.isPresent() && arrived(state.get())) {
        RecoveryLog log = server.log();
        requireTarget(place, log, target, state.get());
        server.note(RestorePlace.RECOVERED, facts(log, state.get()), context.fence());
        return;
      }
      first = report(context, state, first);
      pause();
    }
  }

  @Override
  public void undo(StepContext context) {
    new RestoredControl(RestorePlace.of(sites, context)).stop(context.fence());
  }

  /** Empty while the server does not accept connections yet. */
  private static Optional<JsonNode> ask(
      RestorePlace place, RestoredControl server, RecoveryTarget target) {
    Dialect dialect = place.site().dialect();
    String sql =
        "SELECT pg_is_in_recovery() AS recovering, pg_is_in_recovery() AND "
            + "CASE WHEN pg_is_in_recovery() THEN "
            + dialect.replayPaused()
            + " ELSE false END AS paused, "
            + dialect.replayLsn()
            + " AS replayed, pg_last_xact_replay_timestamp() AS committed";
    try {
      return Optional.of(place.psql().row(sql));
    } catch (UnderstudyException e) {
      if (!Psql.notRunning(e)) {
        throw e;
      }
    }
    if (!server.running()) {
      throw ended(place, server.log(), target);
    }
    return Optional.empty();
  }

  private static boolean arrived(JsonNode state) {
    return !state.path("recovering").asBoolean() || state.path("paused").asBoolean();
  }

  private static void requireTarget(
      RestorePlace place, RecoveryLog log, RecoveryTarget target, JsonNode state) {
    boolean recovering = state.path("recovering").asBoolean();
    boolean toTheEnd = target instanceof RecoveryTarget.End;
    if (!recovering && !toTheEnd && log.stopped().isEmpty()) {
      // Before version 13 a server takes the end of the WAL for its target.
      throw before(place, log, target);
    }
    if (recovering && log.stopped().isEmpty()) {
      throw new PreconditionException(
          place.node().name(),
          "the recovery paused before its target: " + String.join(" / ", log.failures()),
          "see " + place.file("server.log"));
    }
  }

  private static UnderstudyException ended(
      RestorePlace place, RecoveryLog log, RecoveryTarget target) {
    String words = String.join(" / ", log.failures());
    if (words.contains(RecoveryLog.BEFORE_TARGET)) {
      return before(place, log, target);
    }
    return new HostException(
        ErrorClass.REMOTE_EXIT,
        place.node().name(),
        "the restored server ended: " + words,
        "see " + place.file("server.log"),
        null);
  }

  private static PreconditionException before(
      RestorePlace place, RecoveryLog log, RecoveryTarget target) {
    String remedy =
        target instanceof RecoveryTarget.Named
            ? "name an older backup with --set, where the point lies before this one"
            : "leave the target out: all there is lies before it";
    return new PreconditionException(
        place.node().name(),
        "the WAL ends before "
            + target.words()
            + log.lastTransaction().map(": "::concat).orElse(""),
        remedy);
  }

  private static Map<String, Object> facts(RecoveryLog log, JsonNode state) {
    Map<String, Object> facts = new LinkedHashMap<>();
    String lsn = state.path("replayed").asText("");
    facts.put("position", lsn);
    facts.put("last commit", state.path("committed").asText(""));
    facts.put("stopped", log.stopped().or(log::lastTransaction).orElse("at the end of the WAL"));
    facts.put("replay ms", log.replay().toMillis());
    log.redoStart()
        .filter(start -> !lsn.isEmpty())
        .ifPresent(start -> facts.put("replayed bytes", Lsn.parse(lsn).minus(start)));
    return facts;
  }

  private static Optional<Lsn> report(
      StepContext context, Optional<JsonNode> state, Optional<Lsn> first) {
    Optional<Lsn> now =
        state.map(row -> row.path("replayed").asText("")).filter(t -> !t.isEmpty()).map(Lsn::parse);
    if (now.isEmpty()) {
      return first;
    }
    Lsn start = first.orElse(now.get());
    context.progress(new Progress(now.get().minus(start), -1, "bytes", "replayed to " + now.get()));
    return Optional.of(start);
  }

  private void pause() {
    try {
      sleeper.sleep(PAUSE);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new SuspendedException("interrupted while waiting for a recovery");
    }
  }
}
