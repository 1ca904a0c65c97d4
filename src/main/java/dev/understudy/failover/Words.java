package dev.understudy.failover;

import java.time.Duration;
import java.util.Locale;

/** Times in sentences. */
final class Words {
  private Words() {}

  /** Such as {@code 3.2 s}. */
  static String time(Duration time) {
    return time.toMinutes() >= 2
        ? time.toMinutes() + " min"
        : String.format(Locale.ROOT, "%.1f s", time.toMillis() / 1000.0);
  }

  static String ago(Duration age) {
    return time(age) + " ago";
  }
}
