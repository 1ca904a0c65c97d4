package dev.understudy.workflow.definition;

/** What becomes of a run when one of its steps has failed for good. */
public enum OnFailure {
  /** It waits for a person, who retries, skips or cancels. */
  WAIT,
  /** It ends as failed. */
  FAIL
}
