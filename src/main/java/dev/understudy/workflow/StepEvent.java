package dev.understudy.workflow;

/** What can happen to a step on one node. */
enum StepEvent {
  BEGUN,
  CHECKED_AGAIN,
  FOUND_MET,
  VERIFIED,
  RETRY_LATER,
  GIVEN_UP,
  OUTCOME_UNKNOWN,
  SUSPENDED,
  RETRIED,
  SKIPPED,
  UNDO_BEGUN,
  UNDONE,
  CANCELLED
}
