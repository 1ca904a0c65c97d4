package dev.understudy.config;

import java.time.Duration;

/**
 * The long-running service.
 *
 * @param beat between two looks at a node
 */
public record ServiceConfig(Duration beat) {
  static final Duration BEAT = Duration.ofSeconds(1);
  static final Duration LEAST = Duration.ofMillis(250);
  static final Duration MOST = Duration.ofMinutes(1);

  /** Everything as it is when nothing is said. */
  public static ServiceConfig standard() {
    return new ServiceConfig(BEAT);
  }
}
