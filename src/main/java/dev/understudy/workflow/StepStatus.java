package dev.understudy.workflow;

import java.util.Locale;

/** Where a step stands on one node. */
public enum StepStatus {
  /** Not begun. */
  PENDING,
  /** Being probed, applied, verified or undone. */
  RUNNING,
  /** An attempt failed; the next one is due at a stored time. */
  WAITING,
  /** Stopped at a safe point. */
  PAUSED,
  /** It cannot be said what an attempt did; a probe decides. */
  UNKNOWN,
  /** Applied in this run, and verified. */
  DONE,
  /** The goal was met already; nothing was applied. */
  SATISFIED,
  /** Left out, for a recorded reason. */
  SKIPPED,
  /** Given up; a person decides. */
  FAILED,
  /** Undone, or never begun, since the run was cancelled. */
  CANCELLED;

  /** Whether the step stands in nobody's way any more. */
  public boolean isSettled() {
    return this == DONE || this == SATISFIED || this == SKIPPED;
  }

  /** The word used in store, output and documents. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  public static StepStatus of(String label) {
    return valueOf(label.toUpperCase(Locale.ROOT));
  }
}
