package dev.understudy.workflow;

import dev.understudy.workflow.definition.RetryPolicy;
import java.time.Duration;
import java.time.Instant;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Decides what follows from a failed act. */
final class Retries {
  private Retries() {}

  /**
   * @param event what happens to the step
   * @param notBefore when it is due again; null when it is not by itself
   */
  record Verdict(StepEvent event, @Nullable Instant notBefore) {}

  /** How often in a row, and since when, there was no connection; since is null if there was. */
  record Outage(int times, @Nullable Instant since) {
    static final Outage NONE = new Outage(0, null);

    /** Whether it is too short yet to count as a failure of the step. */
    boolean bearable(RetryPolicy policy, Instant now) {
      return since != null && now.isBefore(since.plus(policy.patience()));
    }
  }

  /**
   * @param phase the act that failed
   * @param failures how many there were, this one included unless the outage is bearable
   */
  static Verdict judge(
      RetryPolicy policy,
      Phase phase,
      Failure failure,
      int failures,
      Outage outage,
      RandomGenerator random,
      Instant now) {
    if (!failure.errorClass().retriable()) {
      return new Verdict(StepEvent.GIVEN_UP, null);
    }
    Instant next = now.plus(delay(policy, Math.max(failures, outage.times()), random));
    if (outage.bearable(policy, now)) {
      return new Verdict(StepEvent.RETRY_LATER, next);
    }
    if (phase == Phase.APPLY && failure.errorClass().outcomeUnknown()) {
      // Even after the last attempt: only a probe can tell whether it has failed at all.
      return new Verdict(StepEvent.OUTCOME_UNKNOWN, next);
    }
    return failures >= policy.attempts()
        ? new Verdict(StepEvent.GIVEN_UP, null)
        : new Verdict(StepEvent.RETRY_LATER, next);
  }

  /** Between nothing and a bound that doubles with each failure up to the cap. */
  static Duration delay(RetryPolicy policy, int failures, RandomGenerator random) {
    long cap = policy.maxBackoff().toMillis();
    int doublings = Math.min(Math.max(failures, 1) - 1, 30);
    long first = policy.backoff().toMillis();
    long bound = first > (cap >> doublings) ? cap : Math.min(cap, first << doublings);
    return Duration.ofMillis(bound <= 0 ? 0 : random.nextLong(bound + 1));
  }
}
