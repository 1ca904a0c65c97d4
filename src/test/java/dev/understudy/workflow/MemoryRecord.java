package dev.understudy.workflow;

import dev.understudy.common.ErrorClass;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** What StepRecorder does, in memory. */
final class MemoryRecord implements StepRecord {
  private final MemoryRun run;
  private final MemoryStep step;
  private final Sitting sitting;
  private final Clock clock;
  private final RandomGenerator random;
  private final MemoryEngine.Process process;
  private final long term;

  MemoryRecord(
      MemoryRun run,
      MemoryStep step,
      Sitting sitting,
      Clock clock,
      RandomGenerator random,
      MemoryEngine.Process process) {
    this.run = run;
    this.step = step;
    this.sitting = sitting;
    this.clock = clock;
    this.random = random;
    this.process = process;
    this.term = run.term;
  }

  /** Every write checks the term. */
  private void requireOurs() {
    if (run.status != RunStatus.RUNNING || run.term != term) {
      throw new LeaseLostException(run.view().id(), "the run is no longer ours");
    }
  }

  private void say(String what) {
    process.say("run " + run.view().id() + " " + step.spec.id() + "@" + step.node + ": " + what);
  }

  @Override
  public void met(Probe probe) {
    requireOurs();
    step.move(step.attempts > 0 ? StepEvent.VERIFIED : StepEvent.FOUND_MET);
    step.failures = 0;
    step.failure = null;
    step.timedOut = null;
    step.unconnected.clear();
    say("done " + probe.evidence());
  }

  @Override
  public void applying(Probe probe, int number) {
    requireOurs();
    step.attempts = number;
    step.timedOut = null;
    sitting.goesOn(0, number);
    say("attempt " + number);
  }

  @Override
  public void applied(int number) {
    requireOurs();
  }

  @Override
  public void failed(Phase phase, Failure failure, @Nullable Limit limit) {
    requireOurs();
    Instant now = clock.instant();
    Retries.Outage outage = outage(failure, now);
    boolean bearable = outage.bearable(step.spec.retry(), now);
    step.failures = bearable ? step.failures : Math.max(step.failures + 1, outage.times());
    Retries.Verdict verdict =
        Retries.judge(step.spec.retry(), phase, failure, step.failures, outage, random, now);
    step.failure = failure;
    step.notBefore = verdict.notBefore();
    step.move(verdict.event());
    say(verdict.event() + " " + failure.errorClass() + " " + failure.message());
  }

  private Retries.Outage outage(Failure failure, Instant now) {
    if (failure.errorClass() != ErrorClass.CONNECTION) {
      return Retries.Outage.NONE;
    }
    step.unconnected.add(0, now);
    Duration patience = step.spec.retry().patience();
    return Retries.Outage.of(List.copyOf(step.unconnected), sitting.lastSignOfLife(), patience);
  }

  @Override
  public void exhausted(Probe probe) {
    requireOurs();
    step.move(StepEvent.GIVEN_UP);
    say("no attempt is left");
  }

  @Override
  public void suspended(String why) {
    requireOurs();
    step.move(StepEvent.SUSPENDED);
  }

  @Override
  public void undone(String text) {
    throw new IllegalStateException("the simulation cancels nothing");
  }

  @Override
  public void note(String kind, String text) {
    say(kind + " " + text);
  }
}
