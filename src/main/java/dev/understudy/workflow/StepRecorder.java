package dev.understudy.workflow;

import dev.understudy.common.ErrorClass;
import dev.understudy.common.Json;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Writes down what happens in one sitting, each act before and after it. */
final class StepRecorder implements StepRecord {
  private static final int SHORT = 300;

  private final Journal journal;
  private final Grip grip;
  private final RunView run;
  private final Sitting sitting;
  private final RandomGenerator random;
  private boolean applying;

  StepRecorder(Journal journal, Grip grip, RunView run, Sitting sitting, RandomGenerator random) {
    this.journal = journal;
    this.grip = grip;
    this.run = run;
    this.sitting = sitting;
    this.random = random;
  }

  @Override
  public void met(Probe probe) {
    boolean applied = sitting.step().touched() || applying;
    StepEvent event = applied ? StepEvent.VERIFIED : StepEvent.FOUND_MET;
    write(
        tx -> {
          end(tx, AttemptView.Outcome.DONE, null, probe.evidence());
          Fields fields =
              cleared().set("evidence", Json.write(probe.evidence())).set("ended_at", tx.now());
          move(tx, event, words(probe.evidence()), fields);
        });
  }

  @Override
  public void applying(Probe probe, int number) {
    write(
        tx -> {
          StepView step = sitting.step();
          end(tx, AttemptView.Outcome.DONE, null, probe.evidence());
          if (step.status().isSettled()) {
            tx.note(run, step.key(), "step.drifted", "the goal is no longer met", grip.term());
          }
          StepTable.applying(tx.handle(), step, number);
          open(tx, number, Phase.APPLY);
          String text =
              number == step.attempts()
                  ? "attempt " + number + " is still under way and is attached to"
                  : "attempt " + number + " begins" + changes(probe);
          tx.note(run, step.key(), "attempt.begun", text, grip.term());
        });
    applying = true;
  }

  @Override
  public void applied(int number) {
    write(
        tx -> {
          end(tx, AttemptView.Outcome.DONE, null, Map.of());
          open(tx, number, Phase.VERIFY);
        });
  }

  @Override
  public void failed(Phase phase, Failure failure, @Nullable Limit limit) {
    write(
        tx -> {
          boolean unclear = phase == Phase.APPLY && failure.errorClass().outcomeUnknown();
          end(
              tx,
              unclear ? AttemptView.Outcome.UNKNOWN : AttemptView.Outcome.FAILED,
              failure,
              Map.of());
          Retries.Outage outage = outage(tx, phase, failure);
          int before = sitting.step().failures();
          boolean bearable = outage.bearable(sitting.spec().retry(), tx.now());
          int failures = bearable ? before : Math.max(before + 1, outage.times());
          Retries.Verdict verdict = verdict(phase, failure, limit, failures, outage, tx.now());
          Fields fields =
              error(failure)
                  .set("failures", failures)
                  .set("not_before", verdict.notBefore())
                  .set("timed_out", limit == null ? null : limit.label())
                  .set("ended_at", verdict.notBefore() == null ? tx.now() : null);
          move(tx, verdict.event(), failure.message() + next(verdict), fields);
        });
  }

  /** Taking back is asked for by a person who waits for it, so that is not drawn out. */
  private Retries.Outage outage(Tx tx, Phase phase, Failure failure) {
    if (phase == Phase.UNDO || failure.errorClass() != ErrorClass.CONNECTION) {
      return Retries.Outage.NONE;
    }
    // A beginning that is yet to come is one of a clock that was set back since.
    Instant from = sitting.stepFrom().isAfter(tx.now()) ? Instant.EPOCH : sitting.stepFrom();
    List<Instant> failures = AttemptTable.connectionFailures(tx.handle(), sitting.step(), from);
    Duration patience = sitting.spec().retry().patience();
    return Retries.Outage.of(failures, sitting.lastSignOfLife(), patience);
  }

  private Retries.Verdict verdict(
      Phase phase,
      Failure failure,
      @Nullable Limit limit,
      int failures,
      Retries.Outage outage,
      Instant now) {
    if (limit == Limit.STEP) {
      return phase == Phase.APPLY
          ? new Retries.Verdict(StepEvent.OUTCOME_UNKNOWN, now)
          : new Retries.Verdict(StepEvent.GIVEN_UP, null);
    }
    return Retries.judge(sitting.spec().retry(), phase, failure, failures, outage, random, now);
  }

  private static String next(Retries.Verdict verdict) {
    return verdict.notBefore() == null ? "" : "; next at " + Times.text(verdict.notBefore());
  }

  @Override
  public void exhausted(Probe probe) {
    write(
        tx -> {
          end(tx, AttemptView.Outcome.DONE, null, probe.evidence());
          StepView step = sitting.step();
          String why = Objects.requireNonNullElse(step.error(), "no attempt is left");
          move(tx, StepEvent.GIVEN_UP, why, new Fields().set("ended_at", tx.now()));
        });
  }

  @Override
  public void suspended(String why) {
    write(
        tx -> {
          end(tx, AttemptView.Outcome.UNKNOWN, new Failure(ErrorClass.UNKNOWN, why, ""), Map.of());
          move(tx, StepEvent.SUSPENDED, why, new Fields());
        });
  }

  @Override
  public void undone(String text) {
    write(
        tx -> {
          end(tx, AttemptView.Outcome.DONE, null, Map.of());
          move(tx, StepEvent.UNDONE, text, cleared().set("ended_at", tx.now()));
        });
  }

  @Override
  public void note(String kind, String text) {
    write(tx -> tx.note(run, sitting.step().key(), kind, text, grip.term()));
  }

  void progress() {
    write(this::saveProgress);
  }

  private void saveProgress(Tx tx) {
    Progress progress = sitting.takeUnsaved();
    if (progress != null) {
      AttemptTable.progress(tx.handle(), sitting.row(), progress, tx.now());
    }
  }

  private void write(Consumer<Tx> work) {
    journal.write(
        grip,
        tx -> {
          if (sitting.isRevoked()) {
            throw new LeaseLostException(grip.run(), "the engine no longer waits for this worker");
          }
          work.accept(tx);
          return null;
        });
  }

  private void end(
      Tx tx, AttemptView.Outcome outcome, @Nullable Failure failure, Map<String, String> evidence) {
    saveProgress(tx);
    String json = evidence.isEmpty() ? null : Json.write(evidence);
    AttemptTable.end(tx.handle(), sitting.row(), outcome, failure, json, tx.now());
  }

  private void open(Tx tx, int number, Phase phase) {
    long row = AttemptTable.open(tx.handle(), sitting.step(), number, phase, grip.term(), tx.now());
    sitting.goesOn(row, number);
  }

  private void move(Tx tx, StepEvent event, String detail, Fields fields) {
    tx.move(run, sitting.step(), StepStatus.RUNNING, event, detail, grip.term(), fields);
  }

  private Fields cleared() {
    return new Fields()
        .set("failures", 0)
        .set("term", grip.term())
        .set("not_before", null)
        .set("timed_out", null)
        .set("error_class", null)
        .set("error", null)
        .set("remedy", null);
  }

  static Fields error(Failure failure) {
    return new Fields()
        .set("error_class", failure.errorClass().label())
        .set("error", failure.message())
        .set("remedy", failure.remedy());
  }

  private static String words(Map<String, String> evidence) {
    return shortened(
        evidence.entrySet().stream()
            .map(entry -> entry.getKey() + " " + entry.getValue())
            .collect(Collectors.joining(", ")));
  }

  static String changes(Probe probe) {
    if (!(probe instanceof Probe.NotMet notMet)) {
      return "";
    }
    return shortened(
        notMet.changes().stream()
            .map(change -> change.kind() + " " + change.subject())
            .collect(Collectors.joining(", ", ": ", "")));
  }

  private static String shortened(String text) {
    return text.length() <= SHORT ? text : text.substring(0, SHORT) + "…";
  }
}
