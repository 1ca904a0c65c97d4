package dev.understudy.config;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Sizes, rates and durations with their units. Sizes follow PostgreSQL: kB, MB, GB and TB are
 * powers of 1024 and mean the same as KiB, MiB, GiB and TiB.
 */
public final class Units {
  private static final Pattern NUMBER_AND_UNIT = Pattern.compile("([0-9]{1,18}) ?([A-Za-z]+)");

  private static final Map<String, Long> SIZES =
      Map.of(
          "B", 1L,
          "kB", 1L << 10,
          "KiB", 1L << 10,
          "MB", 1L << 20,
          "MiB", 1L << 20,
          "GB", 1L << 30,
          "GiB", 1L << 30,
          "TB", 1L << 40,
          "TiB", 1L << 40);

  private static final Map<String, Duration> DURATIONS =
      Map.of(
          "ms", Duration.ofMillis(1),
          "s", Duration.ofSeconds(1),
          "min", Duration.ofMinutes(1),
          "m", Duration.ofMinutes(1),
          "h", Duration.ofHours(1),
          "d", Duration.ofDays(1));

  private Units() {}

  /** Bytes of a size such as {@code 16MiB}; empty when the text is none or does not fit. */
  public static OptionalLong size(String text) {
    Matcher matcher = NUMBER_AND_UNIT.matcher(text.strip());
    if (!matcher.matches() || !SIZES.containsKey(matcher.group(2))) {
      return OptionalLong.empty();
    }
    long number = Long.parseLong(matcher.group(1));
    long unit = SIZES.get(matcher.group(2));
    return number > Long.MAX_VALUE / unit ? OptionalLong.empty() : OptionalLong.of(number * unit);
  }

  /** Bytes per second of a rate such as {@code 20MiB} or {@code 20MiB/s}. */
  public static OptionalLong rate(String text) {
    String stripped = text.strip();
    return size(stripped.endsWith("/s") ? stripped.substring(0, stripped.length() - 2) : stripped);
  }

  /** A duration such as {@code 60s} or {@code 10min}; empty when the text is none. */
  public static Optional<Duration> duration(String text) {
    Matcher matcher = NUMBER_AND_UNIT.matcher(text.strip());
    if (!matcher.matches() || !DURATIONS.containsKey(matcher.group(2))) {
      return Optional.empty();
    }
    long number = Long.parseLong(matcher.group(1));
    Duration unit = DURATIONS.get(matcher.group(2));
    return number > Long.MAX_VALUE / unit.toMillis()
        ? Optional.empty()
        : Optional.of(Duration.ofMillis(number * unit.toMillis()));
  }
}
