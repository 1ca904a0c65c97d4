package dev.understudy.watch;

import java.util.concurrent.atomic.AtomicLongArray;

/** How late beats came, counted by the millisecond. */
final class Lateness {
  private static final int MOST = 10_000;
  private final AtomicLongArray counts = new AtomicLongArray(MOST + 1);

  void add(long nanos) {
    counts.incrementAndGet((int) Math.min(MOST, Math.max(0, nanos / 1_000_000)));
  }

  /** Since the last call, or the beginning. */
  WatchStatistics take() {
    long[] taken = new long[MOST + 1];
    long all = 0;
    for (int millis = 0; millis <= MOST; millis++) {
      taken[millis] = counts.getAndSet(millis, 0);
      all += taken[millis];
    }
    return new WatchStatistics(all, at(taken, all, 0.5), at(taken, all, 0.99), at(taken, all, 1.0));
  }

  private static long at(long[] taken, long all, double share) {
    long seen = 0;
    for (int millis = 0; millis <= MOST; millis++) {
      seen += taken[millis];
      if (seen > 0 && seen >= all * share) {
        return millis;
      }
    }
    return 0;
  }
}
