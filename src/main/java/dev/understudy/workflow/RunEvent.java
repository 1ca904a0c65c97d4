package dev.understudy.workflow;

/** What can happen to a run. */
enum RunEvent {
  ACQUIRED,
  TAKEN_OVER,
  FINISHED,
  STUCK,
  FAILED,
  PAUSED,
  PREEMPTED,
  RESUMED,
  CANCELLED
}
