package dev.understudy.service;

import dev.understudy.common.ErrorClass;
import dev.understudy.common.UnderstudyException;
import dev.understudy.workflow.RunStatus;
import dev.understudy.workflow.RunView;
import dev.understudy.workflow.Runs;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/** Runs of a cluster that something else would have to queue behind. */
final class RunsUnderWay {
  private static final Set<RunStatus> UNDER_WAY = EnumSet.of(RunStatus.PENDING, RunStatus.RUNNING);

  private RunsUnderWay() {}

  /**
   * @param workflow whose own run is joined
   * @return the run that would be joined
   * @throws UnderstudyException PRECONDITION when another run of the cluster is under way
   */
  static Optional<RunView> refuse(Runs runs, String cluster, String workflow) {
    Optional<RunView> found =
        runs.list(cluster).stream().filter(run -> UNDER_WAY.contains(run.status())).findFirst();
    found
        .filter(run -> !run.workflow().equals(workflow))
        .ifPresent(
            run -> {
              throw new UnderstudyException(
                  ErrorClass.PRECONDITION,
                  cluster,
                  "run " + run.id() + " (" + run.workflow() + ") is under way",
                  "wait for it, or: understudy run pause " + run.id(),
                  null);
            });
    return found;
  }
}
