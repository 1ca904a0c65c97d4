package dev.understudy.lab;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Waiting for a condition, with a limit. */
final class Eventually {
  private static final Duration POLL = Duration.ofMillis(15);

  private Eventually() {}

  static void that(String what, long seconds, BooleanSupplier condition) {
    that(() -> what, seconds, condition);
  }

  static void that(Supplier<String> what, long seconds, BooleanSupplier condition) {
    long end = System.nanoTime() + Duration.ofSeconds(seconds).toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > end) {
        throw new AssertionError("not within " + seconds + " s: " + what.get());
      }
      pause();
    }
  }

  static void pause() {
    LockSupport.parkNanos(POLL.toNanos());
  }
}
