package dev.understudy.common;

import java.time.Duration;
import java.util.Locale;

/** Amounts for sentences. */
public final class Sizes {
  private static final String[] UNITS = {"B", "kB", "MB", "GB", "TB", "PB", "EB"};

  private Sizes() {}

  /** Such as {@code 1.5 GB}, counted as PostgreSQL does. */
  public static String bytes(long bytes) {
    double left = bytes;
    int unit = 0;
    while (left >= 1024 && unit < UNITS.length - 1) {
      left /= 1024;
      unit++;
    }
    String format = unit == 0 || left >= 10 ? "%.0f %s" : "%.1f %s";
    return String.format(Locale.ROOT, format, left, UNITS[unit]);
  }

  /** In the largest unit of which there are at least two. */
  public static String time(Duration time) {
    if (time.toDays() >= 2) {
      return time.toDays() + " days";
    }
    if (time.toHours() >= 2) {
      return time.toHours() + " h";
    }
    return time.toMinutes() >= 2 ? time.toMinutes() + " min" : time.toSeconds() + " s";
  }
}
