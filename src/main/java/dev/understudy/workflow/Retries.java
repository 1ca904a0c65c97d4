package dev.understudy.workflow;

import dev.understudy.workflow.definition.RetryPolicy;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
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

    /**
     * The newest row of failures, each less than the patience after the one before. A success in
     * between does not end it: to look may always succeed before work that can never connect.
     *
     * @param failures their ends, the newest first; one that ends later than the next was timed by
     *     a clock that was set back since
     * @param alive when the sitting that failed last began, or last got ahead
     */
    static Outage of(List<Instant> failures, Instant alive, Duration patience) {
      if (failures.isEmpty()) {
        return NONE;
      }
      int times = 1;
      while (times < failures.size()
          && follows(failures.get(times), failures.get(times - 1), patience)) {
        times++;
      }
      boolean silent =
          times == 1
              && failures.size() > 1
              && !failures.get(1).isAfter(failures.get(0))
              && alive.isBefore(failures.get(1).plus(patience));
      // Work that takes longer than the patience to fail may never have had a connection.
      return new Outage(times, failures.get(silent ? 1 : times - 1));
    }

    private static boolean follows(Instant earlier, Instant later, Duration patience) {
      return !earlier.isAfter(later) && later.isBefore(earlier.plus(patience));
    }

    /** Whether it is too short yet to count as a failure of the step. */
    boolean bearable(RetryPolicy policy, Instant now) {
      return since != null && !since.isAfter(now) && now.isBefore(since.plus(policy.patience()));
    }

    /** Several tries fall into the patience, and work goes on soon after the outage. */
    private Duration delay(RetryPolicy policy, RandomGenerator random) {
      Duration share = policy.patience().dividedBy(8);
      Duration cap = share.compareTo(policy.maxBackoff()) < 0 ? share : policy.maxBackoff();
      RetryPolicy closer = new RetryPolicy(policy.attempts(), policy.backoff(), cap, share);
      return Retries.delay(closer, times, random);
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
    if (outage.bearable(policy, now)) {
      return new Verdict(StepEvent.RETRY_LATER, now.plus(outage.delay(policy, random)));
    }
    Instant next = now.plus(delay(policy, failures, random));
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
