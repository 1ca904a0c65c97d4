package dev.understudy.web;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/** Token buckets, one for each client: so many at once, then so many per second. */
final class Buckets {
  private static final int CLIENTS = 10_000;

  private final int capacity;
  private final double perNano;
  private final LongSupplier nanos;
  private final Map<String, Bucket> buckets =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Bucket> eldest) {
          return size() > CLIENTS;
        }
      };

  private record Bucket(double left, long at) {}

  /**
   * @param nanos a clock that only grows, in nanoseconds
   */
  Buckets(int capacity, int perMinute, LongSupplier nanos) {
    this.capacity = capacity;
    this.perNano = (double) perMinute / Duration.ofMinutes(1).toNanos();
    this.nanos = nanos;
  }

  /** Whether the client may once more. */
  synchronized boolean take(String client) {
    long now = nanos.getAsLong();
    Bucket bucket = buckets.getOrDefault(client, new Bucket(capacity, now));
    double left = Math.min(capacity, bucket.left + (now - bucket.at) * perNano);
    boolean allowed = left >= 1;
    buckets.put(client, new Bucket(allowed ? left - 1 : left, now));
    return allowed;
  }
}
