package dev.understudy.web;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Sizes as Patroni's {@code lag} has them: bytes, or with a unit in powers of 1024. */
final class LagText {
  private static final Pattern SIZE = Pattern.compile("([0-9]{1,15})\\s*(B|kB|MB|GB|TB)?");

  private LagText() {}

  /** Null when there is none, or none that can be read: then any lag will do, as with Patroni. */
  static @Nullable Long bytes(@Nullable String text) {
    Matcher size = SIZE.matcher(text == null ? "" : text.strip());
    if (!size.matches()) {
      return null;
    }
    String unit = size.group(2) == null ? "B" : size.group(2).toUpperCase(Locale.ROOT);
    int power =
        switch (unit) {
          case "KB" -> 10;
          case "MB" -> 20;
          case "GB" -> 30;
          case "TB" -> 40;
          default -> 0;
        };
    long number = Long.parseLong(size.group(1));
    return number > Long.MAX_VALUE >> power
        ? Long.valueOf(Long.MAX_VALUE)
        : Long.valueOf(number << power);
  }
}
