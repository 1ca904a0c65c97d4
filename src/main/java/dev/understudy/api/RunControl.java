package dev.understudy.api;

import java.util.List;

/** What a person tells a run to do. */
public sealed interface RunControl {
  /** Stop at the next safe point. */
  record Pause() implements RunControl {}

  /** Go on after a pause, an interruption or a wait. */
  record Resume() implements RunControl {}

  /** End it, and undo what is reversible. */
  record Cancel() implements RunControl {}

  /**
   * Try steps again.
   *
   * @param steps empty: all that wait or have failed
   */
  record Retry(List<StepRef> steps) implements RunControl {}

  /**
   * Go on without steps.
   *
   * @param steps never empty
   * @param reason recorded with them
   */
  record Skip(List<StepRef> steps, String reason) implements RunControl {}
}
