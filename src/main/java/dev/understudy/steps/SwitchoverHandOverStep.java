package dev.understudy.steps;

import dev.understudy.common.ErrorClass;
import dev.understudy.common.PreconditionException;
import dev.understudy.common.UnderstudyException;
import dev.understudy.host.Command;
import dev.understudy.host.CommandResult;
import dev.understudy.host.FileSpec;
import dev.understudy.postgres.ControlFile;
import dev.understudy.postgres.NodeState;
import dev.understudy.postgres.PgCluster;
import dev.understudy.postgres.Psql;
import dev.understudy.postgres.StandbyFiles;
import dev.understudy.store.FailoverRow;
import dev.understudy.workflow.Change;
import dev.understudy.workflow.Probe;
import dev.understudy.workflow.Progress;
import dev.understudy.workflow.Reversibility;
import dev.understudy.workflow.StepContext;
import dev.understudy.workflow.StepType;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The moment in which clients wait: the old primary stops, the target receives its last record and
 * becomes the primary. Until the target was told to, whatever goes wrong ends with the old primary
 * serving again.
 */
final class SwitchoverHandOverStep implements StepType {
  private static final Duration SERVING = Duration.ofSeconds(60);

  private final Sites sites;
  private final ServerControl server;
  private final Clock clock;

  SwitchoverHandOverStep(Sites sites, ServerControl server, Clock clock) {
    this.clock = clock;
    this.sites = sites;
    this.server = server;
  }

  @Override
  public String name() {
    return "switchover.hand-over";
  }

  @Override
  public Reversibility reversibility() {
    return Reversibility.POINT_OF_NO_RETURN;
  }

  @Override
  public Probe probe(StepContext context) {
    Site site = sites.site(context);
    return site.primaryName().equals(context.node())
        ? Probe.met(Map.of("primary", context.node(), "epoch", Long.toString(site.epoch())))
        : Probe.notMet(Change.of("primary", site.name(), site.primaryName(), context.node()));
  }

  @Override
  public void apply(StepContext context) {
    Site site = sites.site(context);
    Node target = site.node(context.node());
    Node old = site.primary();
    Promotion promotion = new Promotion(site, target);
    long epoch = FailoverOrders.find(site, context).map(FailoverRow::epoch).orElseGet(site::epoch);
    promotion.requireEpoch(context, epoch);
    int before = timeline(old);
    boolean asked = false;
    try {
      if (!promotion.promoted()) {
        String last = stop(context, old, target);
        note(context, site, old, before, last);
        asked = true;
        promotion.promote(context, last, true, "");
      }
    } catch (UnderstudyException e) {
      throw rolledBack(context, e, old, target, asked);
    }
    Map<String, String> evidence = promotion.register(context, before, epoch);
    site.register(context.fence(), changes -> changes.failoverEnded(context.runId()));
    context.progress(new Progress(1, 1, "primary", target.name() + ": " + evidence));
  }

  /** A failover that comes later has to know that the target may be the primary. */
  private void note(StepContext context, Site site, Node old, int timeline, String last) {
    String run = context.runId();
    FailoverRow row =
        FailoverRow.begun(
            run, site.name(), site.epoch(), old.name(), timeline, last, clock.instant());
    site.register(
        context.fence(),
        changes -> {
          changes.claimFailover(row);
          changes.failoverFenced(run, "{}", Optional.of("switchover"));
          changes.failoverCandidate(run, context.node(), "{}");
          changes.failoverAsking(run);
        });
  }

  /** A person cancels, or something more urgent comes, before the target was told to. */
  @Override
  public void abandon(StepContext context) {
    Site site = sites.site(context);
    Node target = site.node(context.node());
    if (!new Promotion(site, target).registered() && neverAsked(context, target)) {
      serveAgain(context, site.primary());
    }
  }

  private static int timeline(Node old) {
    return ControlFile.read(old.host(), old.cluster()).orElseThrow().timeline();
  }

  /**
   * Stops the old primary.
   *
   * @return the position of its last record
   */
  private String stop(StepContext context, Node old, Node target) {
    PgCluster cluster = old.cluster();
    List<FileSpec> files =
        new StandbyFiles(cluster).files(sites.site(context).standbyInputs(old, target));
    if (old.online()) {
      // A checkpoint now makes that of the shutdown a short one.
      old.psql()
          .within(Duration.ofMinutes(30))
          .execute("write a checkpoint", "CHECKPOINT;", context.fence());
    }
    for (FileSpec file : files.subList(0, files.size() - 1)) {
      old.files().write(file, context.fence());
    }
    Command stop =
        Command.script(HandOverScripts.stop(cluster, target.name(), context.runId()))
            .asRoot()
            .withInput(files.get(files.size() - 1).content())
            .within(HandOverScripts.STOP.plusSeconds(20))
            .under(context.fence());
    CommandResult result = old.host().run(stop);
    RemoteRefusal.orThrow(result, "stop " + old.name(), null);
    ControlFile control = ControlFile.parse(result.stdout());
    if (!control.state().equals("shut down")) {
      throw new PreconditionException(
          old.name(), "was not shut down cleanly: " + control.state(), null);
    }
    return control.checkpointLsn();
  }

  /** What the step fails with once the old primary serves again, or where it must not. */
  private UnderstudyException rolledBack(
      StepContext context, UnderstudyException why, Node old, Node target, boolean asked) {
    try {
      if (!certainlyNot(context, why, target, asked)) {
        return why;
      }
      serveAgain(context, old);
    } catch (UnderstudyException e) {
      why.addSuppressed(e);
      return why;
    }
    return new PreconditionException(
        target.name(),
        why.getMessage() + "; " + old.name() + " serves again as the primary",
        "see to the cause, then ask again");
  }

  /** Whether the target was not, and will not be, promoted by this run. */
  private boolean certainlyNot(
      StepContext context, UnderstudyException why, Node target, boolean asked) {
    boolean refused = why instanceof PreconditionException;
    if (context.attempt() == 1
        && (!asked || refused || why.errorClass() == ErrorClass.CONNECTION)) {
      return true;
    }
    return neverAsked(context, target);
  }

  /** Asked under the guard's lock, so that no promotion is under way beside it. */
  private static boolean neverAsked(StepContext context, Node target) {
    PgCluster cluster = target.cluster();
    String script =
        "set -eu\n"
            + StartBlock.shell(cluster)
            + "[ ! -e \"$dir.understudy-promote\" ] || exit 9\n"
            + "[ \"$(ask 'SELECT pg_is_in_recovery()')\" = t ] || exit 9\n";
    Command command = Command.script(script).asRoot().under(context.fence());
    return target.host().run(command).ok();
  }

  private void serveAgain(StepContext context, Node old) {
    PgCluster cluster = old.cluster();
    if (StartBlock.notedRun(old, cluster).equals(context.runId())) {
      Command start =
          Command.script(HandOverScripts.serveAgain(cluster, context.runId()))
              .asRoot()
              .within(Duration.ofSeconds(60))
              .under(context.fence());
      RemoteRefusal.orThrow(old.host().run(start), "start " + old.name() + " again", null);
    }
    server.await(old, "it to serve again", SERVING, () -> serves(old));
  }

  private static boolean serves(Node old) {
    try {
      return !NodeState.read(old.psql()).inRecovery();
    } catch (UnderstudyException e) {
      if (Psql.notRunning(e)) {
        return false;
      }
      throw e;
    }
  }
}
