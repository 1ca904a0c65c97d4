package dev.understudy.workflow;

/** What cancelling a run does about a step that was carried out. */
public enum Reversibility {
  /** Undone when the run is cancelled. */
  REVERSIBLE,
  /** Harmless where it stays, such as an installed package. */
  KEPT,
  /** After it only repair forward is allowed; nothing before it is undone any more. */
  POINT_OF_NO_RETURN
}
