package dev.understudy.watch;

import java.time.Duration;
import java.time.Instant;

/** Clocks that the test moves. */
final class FakeMoments implements Moments {
  private long nanos = 1_000_000_000L;
  private Instant instant = Instant.parse("2030-01-01T00:00:00Z");

  @Override
  public synchronized Moment now() {
    return new Moment(nanos, instant);
  }

  synchronized void pass(Duration time) {
    nanos += time.toNanos();
    instant = instant.plus(time);
  }

  /** Somebody sets the clock, or the machine slept. */
  synchronized void setWallClock(Duration change) {
    instant = instant.plus(change);
  }
}
