package dev.understudy.workflow;

import java.util.Locale;

/** Where a run stands. */
public enum RunStatus {
  /** Queued until the cluster's lease is free. */
  PENDING,
  /** Being worked on, or about to be taken over from a process that died. */
  RUNNING,
  /** At rest until a person acts, or until a more urgent run has come to rest. */
  WAITING,
  /** At rest because somebody asked for it. */
  PAUSED,
  DONE,
  FAILED,
  CANCELLED;

  /** Whether nothing will ever happen to the run any more. */
  public boolean isFinal() {
    return this == DONE || this == FAILED || this == CANCELLED;
  }

  /** Whether the run does nothing by itself now. */
  public boolean isAtRest() {
    return isFinal() || this == WAITING || this == PAUSED;
  }

  /** The word used in store, output and documents. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  public static RunStatus of(String label) {
    return valueOf(label.toUpperCase(Locale.ROOT));
  }
}
