package dev.understudy.workflow;

import dev.understudy.common.PreconditionException;
import dev.understudy.common.UnderstudyException;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Carries out what somebody asks about one run, within the transaction of the answer. */
final class Orders {
  private final Tx tx;
  private final RunView run;
  private final String by;

  Orders(Tx tx, RunView run, String by) {
    this.tx = tx;
    this.run = run;
    this.by = by;
  }

  /** A start that found this run: one that waits for a person goes on, since a person asks. */
  SignalResult join() {
    if (run.status() == RunStatus.WAITING && run.preemptedBy() == null) {
      retryFailed(steps(null, null));
      goOn("the same was started again by " + by);
      return SignalResult.attached(run.id(), "run " + run.id() + ", which waited, goes on");
    }
    tx.note(run, null, "run.joined", by + " started the same again", run.term());
    return SignalResult.attached(
        run.id(), "run " + run.id() + " of the same kind is " + run.status().label());
  }

  SignalResult pause() {
    requireUnfinished();
    if (run.intent() == RunView.Intent.CANCEL) {
      throw refused("is being cancelled", "wait for its end");
    }
    switch (run.status()) {
      case RUNNING -> {
        intend(RunView.Intent.PAUSE, "is to pause at its next safe points, asked by " + by);
        return taken("pauses at its next safe points");
      }
      case PAUSED -> {
        return taken("is paused already");
      }
      default -> {
        String reason = "asked by " + by;
        Fields fields = new Fields().set("reason", reason).set("preempted_by", null);
        tx.move(run, RunEvent.PAUSED, reason, run.term(), fields);
        return taken("is paused");
      }
    }
  }

  SignalResult resume() {
    requireUnfinished();
    switch (run.status()) {
      case PENDING -> {
        return taken("waits for its turn already");
      }
      case RUNNING -> {
        if (run.intent() == RunView.Intent.PAUSE) {
          intend(RunView.Intent.COMPLETE, "is not to pause after all, says " + by);
        }
        return taken("goes on");
      }
      default -> {
        if (run.preemptedBy() != null) {
          return taken("goes on by itself when run " + run.preemptedBy() + " rests");
        }
        retryFailed(steps(null, null));
        goOn("asked by " + by);
        return taken("goes on when it is its turn");
      }
    }
  }

  SignalResult cancel() {
    requireUnfinished();
    if (run.status() == RunStatus.PENDING && run.startedAt() == null) {
      RunTable.intend(tx.handle(), run.id(), RunView.Intent.CANCEL);
      String reason = "asked by " + by;
      tx.move(run, RunEvent.CANCELLED, reason, run.term(), new Fields().set("reason", reason));
      return taken("is cancelled; it had not begun");
    }
    intend(RunView.Intent.CANCEL, "is cancelled by " + by);
    if (run.status() == RunStatus.WAITING || run.status() == RunStatus.PAUSED) {
      retryFailed(steps(null, null).stream().filter(StepView::undoing).toList());
      goOn("to undo what it did");
    }
    return taken("is cancelled; what can be undone is undone");
  }

  SignalResult retry(String id, @Nullable String node) {
    requireUnfinished();
    List<StepView> failed =
        known(id, node).stream().filter(step -> step.status() == StepStatus.FAILED).toList();
    if (failed.isEmpty()) {
      throw refused("has no failed step " + id, "only failed steps are tried again");
    }
    retryFailed(failed);
    if (run.status() == RunStatus.WAITING && run.preemptedBy() == null) {
      goOn("step " + id + " is tried again, asked by " + by);
    }
    return taken("tries step " + id + " again");
  }

  SignalResult skip(String id, @Nullable String node, String reason) {
    requireUnfinished();
    List<StepView> rows =
        known(id, node).stream().filter(step -> !step.status().isSettled()).toList();
    if (rows.isEmpty()) {
      throw refused("has no unfinished step " + id, "a finished step cannot be skipped");
    }
    if (rows.stream().anyMatch(step -> step.status() == StepStatus.RUNNING)) {
      throw refused("is working on step " + id, "pause the run first");
    }
    String text = reason + " (" + by + ")";
    for (StepView step : rows) {
      Fields fields = new Fields().set("reason", text).set("ended_at", tx.now());
      tx.move(run, step, StepEvent.SKIPPED, text, run.term(), fields);
    }
    boolean clear =
        steps(null, null).stream().noneMatch(step -> step.status() == StepStatus.FAILED);
    if (run.status() == RunStatus.WAITING && run.preemptedBy() == null && clear) {
      goOn("nothing stands in its way since step " + id + " is skipped");
    }
    return taken("leaves step " + id + " out");
  }

  private List<StepView> known(String id, @Nullable String node) {
    List<StepView> rows = steps(id, node);
    if (rows.isEmpty()) {
      String where = node == null ? "" : " on " + node;
      throw refused("has no step " + id + where, "look at the run's steps for their ids");
    }
    return rows;
  }

  private List<StepView> steps(@Nullable String id, @Nullable String node) {
    Stream<StepView> all = StepTable.list(tx.handle(), run.id()).stream();
    return all.filter(step -> id == null || step.id().equals(id))
        .filter(step -> node == null || step.node().equals(node))
        .toList();
  }

  private void retryFailed(List<StepView> steps) {
    for (StepView step : steps) {
      if (step.status() == StepStatus.FAILED) {
        Fields fields =
            new Fields()
                .set("failures", 0)
                .set("timed_out", null)
                .set("clock_from", null)
                .set("undoing", 0)
                .set("ended_at", null);
        tx.move(run, step, StepEvent.RETRIED, "asked by " + by, run.term(), fields);
      }
    }
  }

  private void goOn(String why) {
    Fields fields = new Fields().set("reason", "").set("remedy", "");
    tx.move(run, RunEvent.RESUMED, why, run.term(), fields);
  }

  private void intend(RunView.Intent intent, String text) {
    RunTable.intend(tx.handle(), run.id(), intent);
    tx.note(run, null, "run.intent", "the run " + text, run.term());
  }

  private void requireUnfinished() {
    if (run.status().isFinal()) {
      throw refused("is " + run.status().label(), "start the workflow again");
    }
  }

  private UnderstudyException refused(String fact, String remedy) {
    return new PreconditionException("run " + run.id(), "run " + run.id() + " " + fact, remedy);
  }

  private SignalResult taken(String what) {
    return SignalResult.taken(run.id(), "run " + run.id() + " " + what);
  }
}
