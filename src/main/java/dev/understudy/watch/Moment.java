package dev.understudy.watch;

import java.time.Duration;
import java.time.Instant;

/**
 * A point in time on both clocks of this process.
 *
 * @param nanos of the monotonic clock, which no correction moves; ages are counted on it alone
 * @param instant of the wall clock, to be shown
 */
public record Moment(long nanos, Instant instant) {
  /** How long ago this was at a later moment; never negative. */
  public Duration age(Moment later) {
    return Duration.ofNanos(Math.max(0, later.nanos - nanos));
  }

  boolean before(Moment other) {
    return nanos - other.nanos < 0;
  }
}
