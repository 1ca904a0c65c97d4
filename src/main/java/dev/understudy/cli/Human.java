package dev.understudy.cli;

import dev.understudy.api.ProgressView;
import java.time.Duration;
import java.util.Locale;

/** Numbers as people read them. */
final class Human {
  private static final String[] UNITS = {"B", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB"};

  private Human() {}

  /** Such as {@code 71 MiB} or {@code 1.2 GiB}. */
  static String bytes(long bytes) {
    double value = bytes;
    int unit = 0;
    while (Math.abs(value) >= 1024 && unit < UNITS.length - 1) {
      value /= 1024;
      unit++;
    }
    boolean whole = unit == 0 || Math.abs(value) >= 9.95;
    return String.format(Locale.ROOT, whole ? "%.0f %s" : "%.1f %s", value, UNITS[unit]);
  }

  /** Such as {@code 0.4 s}, {@code 41 s}, {@code 3 min 20 s} or {@code 2 h 5 min}. */
  static String duration(Duration duration) {
    long millis = Math.max(0, duration.toMillis());
    if (millis < 9_950) {
      return String.format(Locale.ROOT, "%.1f s", millis / 1000.0);
    }
    long seconds = (millis + 500) / 1000;
    if (seconds < 60) {
      return seconds + " s";
    }
    if (seconds < 3600) {
      return seconds / 60 + " min " + seconds % 60 + " s";
    }
    return seconds / 3600 + " h " + seconds % 3600 / 60 + " min";
  }

  /** Such as {@code 43% 71 MiB of 166 MiB, 20 MiB/s}. */
  static String progress(ProgressView progress) {
    StringBuilder text = new StringBuilder();
    int percent = percent(progress);
    if (percent >= 0) {
      text.append(percent).append("% ");
    }
    text.append(amount(progress.done(), progress.unit()));
    if (progress.total() > 0) {
      text.append(" of ").append(amount(progress.total(), progress.unit()));
    }
    if (!progress.unit().equals("bytes")) {
      text.append(' ').append(Text.line(progress.unit()));
    }
    Long rate = progress.rate();
    if (rate != null) {
      text.append(", ").append(amount(rate, progress.unit())).append("/s");
    }
    return text.toString();
  }

  /** 0 to 100; -1 when the total is not known. */
  static int percent(ProgressView progress) {
    return progress.total() <= 0
        ? -1
        : (int) Math.max(0, Math.min(100, progress.done() * 100.0 / progress.total()));
  }

  /** Such as {@code 1 change} or {@code 2 changes}. */
  static String count(long number, String one) {
    return number + " " + one + (number == 1 ? "" : "s");
  }

  private static String amount(long number, String unit) {
    return unit.equals("bytes") ? bytes(number) : Long.toString(number);
  }
}
