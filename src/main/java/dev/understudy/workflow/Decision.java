package dev.understudy.workflow;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is to be done about a run now.
 *
 * @param acts in this order; empty when there is nothing to do but wait
 * @param wakeAt when to decide again even if nothing happens; null when only an event can help
 */
record Decision(List<Act> acts, @Nullable Instant wakeAt) {
  /** One thing to do. */
  sealed interface Act {}

  /** Work on the step: probe, and what follows from it. */
  record Begin(StepView step) implements Act {}

  /**
   * Take the step back.
   *
   * @param abandon whether detached work of it may still be going on
   * @param undo whether its type's undo is called
   */
  record Undo(StepView step, boolean abandon, boolean undo) implements Act {}

  /** Nobody works on a step that the store shows as running. */
  record Lost(StepView step) implements Act {}

  /** The step has no time left for another attempt. */
  record GiveUp(StepView step) implements Act {}

  /** The run comes to rest. */
  record Rest(RunEvent event, String reason, String remedy) implements Act {}

  static Decision of(List<? extends Act> acts) {
    return new Decision(List.copyOf(acts), null);
  }

  static Decision of(Act act) {
    return new Decision(List.of(act), null);
  }

  static Decision wait(@Nullable Instant until) {
    return new Decision(List.of(), until);
  }
}
