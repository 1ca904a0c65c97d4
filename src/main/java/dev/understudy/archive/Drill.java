package dev.understudy.archive;

import java.time.Duration;
import java.time.Instant;

/**
 * How the last restore for a test went.
 *
 * @param passed whether the restored server was sound
 * @param why it was not; empty otherwise
 * @param restored bytes that were restored in {@code restore}
 * @param replayed bytes of WAL that were replayed in {@code replay}
 */
public record Drill(
    Instant at,
    boolean passed,
    String why,
    long restored,
    Duration restore,
    long replayed,
    Duration replay) {
  /** The time for so much, at the pace of this restore. */
  Duration estimate(long size, long wal) {
    return scaled(restore, size, restored).plus(scaled(replay, wal, replayed));
  }

  private static Duration scaled(Duration took, long wanted, long done) {
    return done <= 0
        ? took
        : Duration.ofMillis(Math.round(took.toMillis() * (double) wanted / done));
  }
}
