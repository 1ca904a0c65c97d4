package dev.understudy.workflow;

import dev.understudy.workflow.definition.StepSpec;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** One thread's work at one step, from its beginning to its rest. */
final class Sitting {
  private final StepView step;
  private final StepSpec spec;
  private final Instant begun;
  private final Instant stepFrom;
  private final boolean undoing;
  private long row;
  private int number;
  private @Nullable Thread acting;
  private boolean interrupted;
  private boolean revoked;
  private @Nullable Suspension suspension;
  private @Nullable Instant suspendedAt;
  private @Nullable Progress progress;
  private @Nullable Instant moved;
  private boolean unsaved;

  /**
   * @param step as it was before this sitting
   * @param row the attempt's open row
   * @param stepFrom when the limit for the whole step began to count
   */
  Sitting(
      StepView step, StepSpec spec, long row, Instant begun, Instant stepFrom, boolean undoing) {
    this.undoing = undoing;
    this.step = step;
    this.spec = spec;
    this.row = row;
    this.begun = begun;
    this.stepFrom = stepFrom;
    // Detached work is known by the newest attempt's number, so that is what a probe asks for.
    this.number = Math.max(1, step.attempts());
  }

  StepView step() {
    return step;
  }

  StepSpec spec() {
    return spec;
  }

  /** When the limit for the whole step began to count. */
  Instant stepFrom() {
    return stepFrom;
  }

  boolean isUndoing() {
    return undoing;
  }

  synchronized long row() {
    return row;
  }

  synchronized int number() {
    return number;
  }

  synchronized void goesOn(long row, int number) {
    this.row = row;
    this.number = number;
  }

  /** When it last got ahead, or else began. */
  synchronized Instant lastSignOfLife() {
    return moved == null ? begun : moved;
  }

  synchronized Deadlines.Marks marks() {
    return new Deadlines.Marks(stepFrom, begun, moved);
  }

  /** Asks for an end at the next safe point. */
  synchronized void suspend(Suspension wanted, Instant now) {
    if (suspension == null || suspension.cause().compareTo(wanted.cause()) < 0) {
      suspension = wanted;
      suspendedAt = now;
    }
  }

  synchronized @Nullable Suspension suspension() {
    return suspension;
  }

  synchronized @Nullable Instant suspendedAt() {
    return suspendedAt;
  }

  /** From here until {@link #leave} the step type is at work, and may be interrupted. */
  synchronized void enter() {
    acting = Thread.currentThread();
  }

  synchronized void leave() {
    acting = null;
    // An interruption that came too late must not hit the store.
    Thread.interrupted();
  }

  /** Interrupts the step type; never the engine's own writing. */
  synchronized void interrupt() {
    if (acting != null) {
      interrupted = true;
      acting.interrupt();
    }
  }

  synchronized boolean wasInterrupted() {
    return interrupted;
  }

  /** Gives up on a thread that does not react: nothing that it says counts any more. */
  synchronized void revoke() {
    revoked = true;
    suspension = Suspension.of(Suspension.Cause.LOST);
  }

  synchronized boolean isRevoked() {
    return revoked;
  }

  /** Takes a sign of progress. */
  synchronized void progress(Progress seen, Instant now) {
    if (progress == null || progress.done() != seen.done()) {
      moved = now;
    }
    unsaved = !Objects.equals(progress, seen) || unsaved;
    progress = seen;
  }

  /** What the store does not know yet of the progress; null when it knows all. */
  synchronized @Nullable Progress takeUnsaved() {
    Progress taken = unsaved ? progress : null;
    unsaved = false;
    return taken;
  }
}
