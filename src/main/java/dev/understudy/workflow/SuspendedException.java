package dev.understudy.workflow;

/** Unwinds a step type at a safe point; the engine alone catches it. */
public final class SuspendedException extends RuntimeException {
  public SuspendedException(String reason) {
    super(reason, null, false, false);
  }
}
