package dev.understudy.config;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What a check goes by. Limits are in the unit of the check: milliseconds, bytes, percent or a
 * count.
 *
 * @param warningAt from when on it warns; empty: never by this measure
 * @param criticalAt from when on it is critical; empty: never by this measure
 * @param every how often it is done by schedule, where no calendar says when
 * @param schedule when it is done, as Quartz writes it in UTC; empty: by the interval
 */
public record CheckConfig(
    OptionalLong warningAt, OptionalLong criticalAt, Duration every, Optional<String> schedule) {

  /** Of a check whose limits are times, done in intervals. */
  public CheckConfig(Optional<Duration> warning, Optional<Duration> critical, Duration every) {
    this(millis(warning), millis(critical), every, Optional.empty());
  }

  /** Of a check whose limits are times: from when on it warns. */
  public Optional<Duration> warning() {
    return time(warningAt);
  }

  /** Of a check whose limits are times: from when on it is critical. */
  public Optional<Duration> critical() {
    return time(criticalAt);
  }

  private static OptionalLong millis(Optional<Duration> time) {
    return time.map(Duration::toMillis).map(OptionalLong::of).orElse(OptionalLong.empty());
  }

  private static Optional<Duration> time(OptionalLong millis) {
    return millis.isPresent()
        ? Optional.of(Duration.ofMillis(millis.getAsLong()))
        : Optional.empty();
  }
}
