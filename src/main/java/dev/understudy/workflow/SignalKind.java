package dev.understudy.workflow;

import java.util.Locale;

/** What can be asked of the engine. */
public enum SignalKind {
  /** Begin a run, or attach to the unfinished one of the same workflow, cluster and inputs. */
  START,
  /** Bring a run to rest at its next safe points. */
  PAUSE,
  /** Let a run at rest go on; its failed steps are tried again. */
  RESUME,
  /** End a run, undoing what can be undone. */
  CANCEL,
  /** Try a failed step again. */
  RETRY,
  /** Leave a step out, for a reason. */
  SKIP;

  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  public static SignalKind of(String label) {
    return valueOf(label.toUpperCase(Locale.ROOT));
  }
}
