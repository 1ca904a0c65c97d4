package dev.understudy.steps;

import dev.understudy.common.ErrorClass;
import dev.understudy.common.PreconditionException;
import dev.understudy.common.UnderstudyException;
import dev.understudy.host.Command;
import dev.understudy.postgres.NodeState;
import dev.understudy.postgres.ReplicationSql;
import dev.understudy.workflow.StepContext;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/** Makes a standby the primary: the server first, then, with proof, the store. */
final class Promotion {
  private final Site site;
  private final Node target;

  Promotion(Site site, Node target) {
    this.site = site;
    this.target = target;
  }

  /** Whether the store knows the node as the primary: nothing is left to do then. */
  boolean registered() {
    return site.primaryName().equals(target.name());
  }

  /**
   * Whether the server takes writes already.
   *
   * @throws UnderstudyException when it cannot be asked
   */
  boolean promoted() {
    return !NodeState.read(target.psql()).inRecovery();
  }

  /**
   * Proves that no other change of primary came in between, which a run that rested long may have
   * missed.
   *
   * @throws PreconditionException when the cluster's epoch is another one now
   */
  void requireEpoch(StepContext context, long epoch) {
    if (site.epoch() != epoch) {
      throw new PreconditionException(
          site.name(),
          "its primary was changed by somebody else meanwhile, to " + site.primaryName(),
          "this run is of no use any more: understudy run cancel " + context.runId());
    }
  }

  /**
   * Checks and promotes in one call. One that is a primary already stays so.
   *
   * @param behind a position that it must have replayed beyond; empty: none
   * @param strict whether it is refused without that, or promoted all the same after a while
   * @param recheck shell that refuses where a proof of fencing does not hold any more
   * @throws PreconditionException when it refused: it was not promoted
   */
  void promote(StepContext context, String behind, boolean strict, String recheck) {
    PromotionPermission permission = new PromotionPermission(site, target, context.fence());
    String checks = recheck + "\n" + permission.record();
    String script =
        PromoteScript.of(site, target.cluster(), context.runId(), behind, strict, checks);
    Command command =
        Command.script(script).asRoot().within(PromoteScript.LIMIT).under(context.fence());
    try {
      RemoteRefusal.orThrow(target.host().run(command), "promote " + target.name(), null);
    } catch (PreconditionException e) {
      permission.takeBack();
      throw e;
    }
  }

  /**
   * Proves that it takes writes on a newer timeline, and makes it the primary in the store, if that
   * still knows the one that was replaced.
   *
   * @param before the timeline of the old primary
   * @param epoch of the cluster before
   */
  Map<String, String> register(StepContext context, int before, long epoch) {
    String token = context.jobId() + "." + target.name();
    String written =
        target
            .psql()
            .within(Duration.ofSeconds(20))
            .execute(
                "write on the new primary",
                new ReplicationSql(site.dialect()).emitMarker(token),
                context.fence())
            .strip();
    NodeState state = NodeState.read(target.psql());
    if (state.inRecovery() || state.timeline() <= before) {
      throw new UnderstudyException(
          ErrorClass.UNKNOWN,
          target.name(),
          "is not writable on a newer timeline: " + state.timeline() + " after " + before,
          "look at its log: " + target.cluster().logFile(),
          null);
    }
    site.register(
        context.fence(),
        changes -> {
          if (!changes.changePrimary(site.name(), epoch, target.name())) {
            throw new UnderstudyException(
                ErrorClass.FENCED,
                site.name(),
                "its primary was changed by somebody else meanwhile",
                null,
                null);
          }
        });
    Map<String, String> evidence = new LinkedHashMap<>();
    evidence.put("timeline", Integer.toString(state.timeline()));
    evidence.put("writable at", written);
    evidence.put("epoch", Long.toString(epoch + 1));
    return evidence;
  }
}
