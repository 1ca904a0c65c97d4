package dev.understudy.cli;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/** Moments and spans of time on the screen; always UTC. */
final class Times {
  private Times() {}

  static String date(@Nullable Instant instant) {
    return instant == null ? "" : instant.truncatedTo(ChronoUnit.SECONDS).toString();
  }

  /** From the start to the end, or until now; empty without a start. */
  static String span(@Nullable Instant from, @Nullable Instant to, Clock clock) {
    return from == null
        ? ""
        : Human.duration(Duration.between(from, to == null ? clock.instant() : to));
  }
}
