package dev.understudy.workflow.definition;

import java.time.Duration;

/**
 * How often and how soon a failed attempt is repeated, if its error class allows it at all.
 *
 * @param attempts failures until the step has failed for good, at least 1
 * @param backoff the greatest delay after the first failure; doubles with each further one
 * @param maxBackoff the delay never exceeds this
 * @param patience for so long failures to connect, which did nothing, do not count at all
 */
public record RetryPolicy(int attempts, Duration backoff, Duration maxBackoff, Duration patience) {
  /** What a step without {@code retry} gets. */
  public static final RetryPolicy STANDARD =
      new RetryPolicy(3, Duration.ofSeconds(5), Duration.ofMinutes(1), Duration.ofMinutes(2));
}
