package dev.understudy.config;

import java.time.Duration;
import java.util.Optional;

/** Reads the section {@code service}. */
final class ServiceReader {
  private ServiceReader() {}

  static ServiceConfig read(Section section) {
    Duration beat =
        section
            .optional("beat", "a time such as 1s, from 250ms to 1min", ServiceReader::beat)
            .orElse(ServiceConfig.BEAT);
    section.close();
    return new ServiceConfig(beat);
  }

  private static Optional<Duration> beat(String text) {
    return Units.duration(text)
        .filter(beat -> beat.compareTo(ServiceConfig.LEAST) >= 0)
        .filter(beat -> beat.compareTo(ServiceConfig.MOST) <= 0);
  }
}
