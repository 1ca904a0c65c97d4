package dev.understudy.workflow;

import dev.understudy.common.ErrorClass;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Carries out one sitting: look, act, look again. */
final class StepRunner implements Runnable {
  private static final Logger LOG = LoggerFactory.getLogger(StepRunner.class);

  private final Sitting sitting;
  private final StepType type;
  private final StepContext context;
  private final StepRecord recorder;
  private final CrashPoints crashPoints;
  private final Decision.@Nullable Undo undo;
  private final Runnable ended;

  /**
   * @param undo how the step is taken back; null when it is carried out
   * @param ended called last, whatever happened
   */
  StepRunner(
      Sitting sitting,
      StepType type,
      StepContext context,
      StepRecord recorder,
      CrashPoints crashPoints,
      Decision.@Nullable Undo undo,
      Runnable ended) {
    this.sitting = sitting;
    this.type = type;
    this.context = context;
    this.recorder = recorder;
    this.crashPoints = crashPoints;
    this.undo = undo;
    this.ended = ended;
  }

  Sitting sitting() {
    return sitting;
  }

  @Override
  public void run() {
    try {
      if (undo == null) {
        carryOut();
      } else {
        takeBack(undo);
      }
    } catch (LeaseLostException e) {
      LOG.info("run {}: {} stops: {}", context.runId(), sitting.step().key(), e.getMessage());
    } catch (RuntimeException | Error e) {
      // The store could not be written: the step stays running there, with nobody at it, which the
      // run's next pass turns into an unknown outcome.
      LOG.error("run {}: {} could not be recorded", context.runId(), sitting.step().key(), e);
    } finally {
      ended.run();
    }
  }

  private void carryOut() {
    Probe probe = look(Phase.PROBE);
    if (probe == null) {
      return;
    }
    if (probe instanceof Probe.Met) {
      recorder.met(probe);
      return;
    }
    StepView before = sitting.step();
    boolean attach = before.touched() && probe instanceof Probe.Underway;
    if (attach && before.timedOut() != null) {
      abandon();
      attach = false;
    }
    if (isExhausted(before)) {
      recorder.exhausted(probe);
      return;
    }
    Suspension suspension = sitting.suspension();
    if (suspension != null) {
      stopped(Phase.PROBE, suspension);
      return;
    }
    apply(probe, attach ? before.attempts() : before.attempts() + 1);
  }

  /** Whether the attempt whose outcome the probe has just cleared up was the last one. */
  private boolean isExhausted(StepView step) {
    return step.timedOut() == Limit.STEP || step.failures() >= sitting.spec().retry().attempts();
  }

  private void apply(Probe probe, int number) {
    recorder.applying(probe, number);
    crash(CrashPoints.Point.BEFORE_APPLY);
    if (!act(Phase.APPLY, () -> type.apply(context))) {
      return;
    }
    crash(CrashPoints.Point.AFTER_APPLY);
    recorder.applied(number);
    crash(CrashPoints.Point.AFTER_RECORD);
    Probe after = look(Phase.VERIFY);
    if (after == null) {
      return;
    }
    crash(CrashPoints.Point.DURING_VERIFY);
    if (after instanceof Probe.Met) {
      recorder.met(after);
    } else {
      String message = "was applied, but the goal is not met" + StepRecorder.changes(after);
      recorder.failed(Phase.VERIFY, new Failure(ErrorClass.UNKNOWN, message, ""), null);
    }
  }

  private void takeBack(Decision.Undo how) {
    if (how.abandon()) {
      abandon();
    }
    if (!how.undo()) {
      recorder.undone("it has nothing to undo");
    } else if (act(Phase.UNDO, () -> type.undo(context))) {
      recorder.undone("undone");
    }
  }

  /** An ending that fails stops nothing: the next probe sees what is still under way. */
  private void abandon() {
    try {
      sitting.enter();
      type.abandon(context);
      sitting.leave();
      recorder.note("step.abandoned", "what was still under way has been ended");
    } catch (RuntimeException e) {
      sitting.leave();
      recorder.note(
          "step.abandoned", "what was under way could not be ended: " + Failure.of(e).message());
    }
  }

  /** What the type's probe finds; null when it found nothing out, which is then recorded. */
  private @Nullable Probe look(Phase phase) {
    Probe[] found = new Probe[1];
    boolean seen =
        act(
            phase,
            () -> found[0] = Objects.requireNonNull(type.probe(context), "a probe's answer"));
    return seen ? found[0] : null;
  }

  /** Calls the step type; whether it ended well. If not, that is recorded. */
  private boolean act(Phase phase, Runnable call) {
    try {
      sitting.enter();
      call.run();
      sitting.leave();
      return true;
    } catch (RuntimeException | Error e) {
      sitting.leave();
      Suspension suspension = sitting.suspension();
      boolean asked = e instanceof SuspendedException || sitting.wasInterrupted();
      if (e instanceof LeaseLostException lost) {
        throw lost;
      } else if (asked && suspension != null) {
        stopped(phase, suspension);
      } else {
        LOG.info("run {}: {}: {}", context.runId(), sitting.step().key(), e.toString());
        recorder.failed(phase, Failure.of(e), null);
      }
      return false;
    }
  }

  private void stopped(Phase phase, Suspension suspension) {
    switch (suspension.cause()) {
      case LOST -> throw new LeaseLostException(context.runId(), suspension.text());
      case LIMIT -> {
        Failure failure =
            new Failure(
                ErrorClass.TIMEOUT,
                suspension.text(),
                "raise the step's timeout if it is only slow");
        recorder.failed(phase, failure, suspension.limit());
      }
      default -> recorder.suspended(suspension.text());
    }
  }

  private void crash(CrashPoints.Point point) {
    crashPoints.reached(point, context.step());
  }
}
