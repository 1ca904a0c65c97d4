package dev.understudy.workflow;

import dev.understudy.common.ErrorClass;
import dev.understudy.workflow.definition.Definition;
import dev.understudy.workflow.definition.StepSpec;
import dev.understudy.workflow.definition.Timeouts;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Carries out what was decided about one run, and keeps its sittings within their limits. */
final class Acts {
  private static final Logger LOG = LoggerFactory.getLogger(Acts.class);

  private final Parts parts;
  private final Grip grip;
  private final RunView run;
  private final Map<StepKey, Sitting> sittings;
  private final Runnable poke;

  Acts(Parts parts, Grip grip, RunView run, Map<StepKey, Sitting> sittings, Runnable poke) {
    this.parts = parts;
    this.grip = grip;
    this.run = run;
    this.sittings = sittings;
    this.poke = poke;
  }

  /** Everything in one transaction; threads start after it. */
  void carryOut(RunView now, Definition definition, List<Decision.Act> acts) {
    List<StepRunner> runners = new ArrayList<>();
    boolean[] again = new boolean[1];
    parts
        .journal()
        .write(
            grip,
            tx -> {
              for (Decision.Act act : acts) {
                again[0] |= carryOut(tx, now, definition, act, runners);
              }
              return null;
            });
    // Only now, since a transaction that is rolled back begins nothing.
    runners.forEach(this::start);
    if (again[0]) {
      poke.run();
    }
  }

  private void start(StepRunner runner) {
    Sitting sitting = runner.sitting();
    sittings.put(sitting.step().key(), sitting);
    try {
      parts.threads().execute(runner);
    } catch (RejectedExecutionException e) {
      // Like a death just after the record: whoever goes on with the run finds nobody at the step.
      sittings.remove(sitting.step().key(), sitting);
      LOG.debug("run {}: {} is not begun, the engine is closed", run.id(), sitting.step().key());
    }
  }

  /** Whether the next decision need not wait for anything. */
  private boolean carryOut(
      Tx tx, RunView now, Definition definition, Decision.Act act, List<StepRunner> runners) {
    if (act instanceof Decision.Begin begin) {
      runners.add(begin(tx, now, definition.step(begin.step().id()), begin.step()));
      return false;
    }
    if (act instanceof Decision.Undo undo) {
      runners.add(undo(tx, now, definition.step(undo.step().id()), undo));
      return false;
    }
    if (act instanceof Decision.Lost lost) {
      lost(tx, now, lost.step());
    } else if (act instanceof Decision.GiveUp giveUp) {
      String text = Objects.requireNonNullElse(giveUp.step().error(), "the step's time is over");
      Fields fields = new Fields().set("not_before", null).set("ended_at", tx.now());
      tx.move(now, giveUp.step(), StepEvent.GIVEN_UP, text, grip.term(), fields);
    } else {
      throw new IllegalStateException("not an act on a step: " + act);
    }
    return true;
  }

  private StepRunner begin(Tx tx, RunView now, StepSpec spec, StepView step) {
    boolean again = step.status().isSettled();
    boolean freshClock =
        again
            || step.clockFrom() == null
            || step.status() == StepStatus.PENDING
            || step.status() == StepStatus.PAUSED;
    Instant from = freshClock ? tx.now() : Objects.requireNonNull(step.clockFrom());
    Fields fields =
        new Fields()
            .set("term", grip.term())
            .set("not_before", null)
            .set("undoing", 0)
            .set("clock_from", from)
            .set("started_at", step.startedAt() == null ? tx.now() : step.startedAt())
            .set("ended_at", null);
    StepEvent event = again ? StepEvent.CHECKED_AGAIN : StepEvent.BEGUN;
    tx.move(now, step, event, "", grip.term(), fields);
    return runner(tx, spec, step, Phase.PROBE, from, null);
  }

  private StepRunner undo(Tx tx, RunView now, StepSpec spec, Decision.Undo undo) {
    StepView step = undo.step();
    Fields fields =
        new Fields()
            .set("term", grip.term())
            .set("not_before", null)
            .set("undoing", 1)
            .set("clock_from", tx.now())
            .set("failures", step.undoing() ? step.failures() : 0)
            .set("ended_at", null);
    tx.move(now, step, StepEvent.UNDO_BEGUN, "", grip.term(), fields);
    return runner(tx, spec, step, Phase.UNDO, tx.now(), undo);
  }

  private StepRunner runner(
      Tx tx,
      StepSpec spec,
      StepView step,
      Phase phase,
      Instant from,
      Decision.@Nullable Undo undo) {
    int number = Math.max(1, step.attempts());
    long row = AttemptTable.open(tx.handle(), step, number, phase, grip.term(), tx.now());
    Sitting sitting = new Sitting(step, spec, row, tx.now(), from, undo != null);
    StepRecorder recorder =
        new StepRecorder(parts.journal(), grip, run, sitting, parts.setup().random());
    StepFacts facts = new StepFacts(run.id(), run.cluster(), spec, step.node(), run.inputs());
    SittingContext context =
        new SittingContext(
            facts,
            sitting,
            parts.setup().clock(),
            () -> parts.fence(grip),
            progress -> parts.announcer().progress(run.id(), step.key(), progress),
            recorder::progress);
    return new StepRunner(
        sitting,
        Objects.requireNonNull(parts.setup().types().get(spec.uses())),
        context,
        recorder,
        parts.setup().crashPoints(),
        undo,
        () -> ended(step.key(), sitting));
  }

  private void ended(StepKey key, Sitting sitting) {
    sittings.remove(key, sitting);
    poke.run();
  }

  private void lost(Tx tx, RunView now, StepView step) {
    String why = "whoever worked on it is gone";
    AttemptTable.endOpen(tx.handle(), step, new Failure(ErrorClass.UNKNOWN, why, ""), tx.now());
    tx.move(now, step, StepEvent.OUTCOME_UNKNOWN, why, grip.term(), new Fields());
  }

  /** The cancelled run's steps that were never begun, or left as they are. */
  void leaveOut(Tx tx, RunView now) {
    for (StepView step : StepTable.list(tx.handle(), run.id())) {
      if (Transitions.STEP.allows(step.status(), StepEvent.CANCELLED)) {
        Fields fields = new Fields().set("ended_at", tx.now());
        tx.move(now, step, StepEvent.CANCELLED, "", grip.term(), fields);
      }
    }
  }

  /** Asks every sitting to end at its next safe point. */
  void suspend(Suspension suspension) {
    Instant now = Times.now(parts.setup().clock());
    // What is being undone goes on: that is what cancelling asks for.
    boolean cancel = suspension.cause() == Suspension.Cause.CANCEL;
    sittings.values().stream()
        .filter(sitting -> !(cancel && sitting.isUndoing()))
        .forEach(sitting -> sitting.suspend(suspension, now));
  }

  /** Ends sittings whose time is over; when the next one's will be, or null. */
  @Nullable Instant enforceLimits(RunView now, Instant instant) {
    Instant next = null;
    for (Map.Entry<StepKey, Sitting> entry : sittings.entrySet()) {
      next = Decider.earlier(next, enforceLimits(now, entry.getValue(), instant));
    }
    return next;
  }

  private @Nullable Instant enforceLimits(RunView now, Sitting sitting, Instant instant) {
    Suspension suspension = sitting.suspension();
    if (suspension != null && suspension.cause() == Suspension.Cause.LIMIT) {
      Instant end =
          Objects.requireNonNull(sitting.suspendedAt()).plus(parts.setup().timing().grace());
      if (instant.isBefore(end)) {
        return end;
      }
      leaveBehind(now, sitting);
      return null;
    }
    Deadlines.Deadline deadline = Deadlines.next(limits(sitting), sitting.marks()).orElse(null);
    if (deadline == null || instant.isBefore(deadline.at())) {
      return deadline == null ? null : deadline.at();
    }
    sitting.suspend(Suspension.of(deadline.limit()), instant);
    sitting.interrupt();
    return instant.plus(parts.setup().timing().grace());
  }

  /** The sitting that only finds out what a timed-out step has done gets time for that. */
  private static Timeouts limits(Sitting sitting) {
    Timeouts timeouts = sitting.spec().timeouts();
    return sitting.step().timedOut() == Limit.STEP
        ? new Timeouts(timeouts.start(), timeouts.attempt(), timeouts.noProgress(), null)
        : timeouts;
  }

  private void leaveBehind(RunView now, Sitting sitting) {
    Failure failure =
        new Failure(
            ErrorClass.TIMEOUT,
            "its time is over, and its worker does not react to being stopped",
            "look at what it does on the host, then retry or skip the step");
    StepView step = sitting.step();
    parts
        .journal()
        .write(
            grip,
            tx -> {
              AttemptTable.endOpen(tx.handle(), step, failure, tx.now());
              Fields fields = StepRecorder.error(failure).set("ended_at", tx.now());
              tx.move(
                  now,
                  step,
                  StepStatus.RUNNING,
                  StepEvent.GIVEN_UP,
                  failure.message(),
                  grip.term(),
                  fields);
              sitting.revoke();
              return null;
            });
    sittings.remove(step.key(), sitting);
    poke.run();
  }
}
