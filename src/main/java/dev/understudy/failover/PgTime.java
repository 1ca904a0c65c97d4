package dev.understudy.failover;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Times as {@code current_setting} shows them: the greatest unit that fits, such as 10s or 1min.
 */
final class PgTime {
  private static final Pattern TIME = Pattern.compile("([0-9]{1,12})(ms|s|min|h|d)?");
  private static final Map<String, Long> MILLIS =
      Map.of("ms", 1L, "s", 1_000L, "min", 60_000L, "h", 3_600_000L, "d", 86_400_000L);

  private PgTime() {}

  /** Empty when there is none; zero mostly means that there is no limit. */
  static Optional<Duration> parse(@Nullable String text) {
    Matcher matcher = TIME.matcher(text == null ? "" : text);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    long unit = matcher.group(2) == null ? 1 : MILLIS.get(matcher.group(2));
    return Optional.of(Duration.ofMillis(Long.parseLong(matcher.group(1)) * unit));
  }
}
