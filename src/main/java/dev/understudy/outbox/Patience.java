package dev.understudy.outbox;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** When a delivery that failed is tried again. */
final class Patience {
  private static final Duration FIRST = Duration.ofSeconds(5);
  private static final Duration MOST = Duration.ofMinutes(10);

  /** A notification that is older helps nobody. */
  private static final Duration WHOLE = Duration.ofDays(3);

  private static final int DOUBLINGS = 10;

  private Patience() {}

  /**
   * @param attempts how often it was tried, at least 1
   * @param at when it was notified of
   * @return empty when it is to be given up
   */
  static Optional<Instant> next(int attempts, Instant at, Instant now) {
    if (now.isAfter(at.plus(WHOLE))) {
      return Optional.empty();
    }
    Duration pause = FIRST.multipliedBy(1L << Math.min(attempts - 1, DOUBLINGS));
    return Optional.of(now.plus(pause.compareTo(MOST) > 0 ? MOST : pause));
  }
}
