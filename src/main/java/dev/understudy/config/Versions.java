package dev.understudy.config;

import java.util.Optional;

/** The PostgreSQL versions that Understudy knows. */
final class Versions {
  static final String EXPECTED = "a major version: 9.6, or 10 to 18";

  private Versions() {}

  static Optional<String> major(String text) {
    return Optional.of(text).filter(version -> version.matches("9\\.6|1[0-8]"));
  }
}
