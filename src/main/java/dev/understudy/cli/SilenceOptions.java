package dev.understudy.cli;

import dev.understudy.common.ErrorClass;
import dev.understudy.common.UnderstudyException;
import dev.understudy.config.Units;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Why findings are not told, until when, and who says so. */
final class SilenceOptions {
  @Option(names = "--reason", paramLabel = "TEXT", description = "Why.")
  @Nullable String reason;

  @Option(
      names = "--until",
      paramLabel = "TIME",
      description = "When it ends: 2h, 3d, or 2026-12-01T06:00Z.")
  @Nullable String until;

  @Option(
      names = "--owner",
      paramLabel = "NAME",
      description = "Who sees to it; else who gives the command.")
  @Nullable String owner;

  String reason() {
    return required("--reason", reason);
  }

  /**
   * When it ends.
   *
   * @throws UnderstudyException USAGE for what is no time
   */
  Instant until(Clock clock) {
    String text = required("--until", until);
    Optional<Duration> span = Units.duration(text);
    if (span.isPresent()) {
      return clock.instant().plus(span.get());
    }
    try {
      return OffsetDateTime.parse(text).toInstant();
    } catch (DateTimeParseException e) {
      throw new UnderstudyException(
          ErrorClass.USAGE,
          "--until",
          "'" + text + "' is no time",
          "give a span such as 2h or 3d, or a time with its zone such as 2026-12-01T06:00Z",
          null);
    }
  }

  Optional<String> owner() {
    return Optional.ofNullable(owner);
  }

  private static String required(String option, @Nullable String value) {
    if (value == null || value.isBlank()) {
      throw new UnderstudyException(
          ErrorClass.USAGE, option, "this is needed", "say why and until when", null);
    }
    return value;
  }
}
