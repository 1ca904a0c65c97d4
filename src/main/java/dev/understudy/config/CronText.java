package dev.understudy.config;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** Schedules as Quartz writes them, checked for their form before anything is scheduled. */
final class CronText {
  static final String EXPECTED =
      "a schedule of second, minute, hour, day of month, month and day of week, one of the two days"
          + " being ?, such as 0 0 5 ? * SUN";

  private static final String MONTHS = "JAN|FEB|MAR|APR|MAY|JUN|JUL|AUG|SEP|OCT|NOV|DEC";
  private static final String DAYS = "SUN|MON|TUE|WED|THU|FRI|SAT";

  private static final List<Pattern> FIELDS =
      List.of(
          list("[0-5]?[0-9]"),
          list("[0-5]?[0-9]"),
          list("[01]?[0-9]|2[0-3]"),
          orElse("0?[1-9]|[12][0-9]|3[01]", "\\?|L(-[0-9]{1,2})?W?|(0?[1-9]|[12][0-9]|3[01])W"),
          list("0?[1-9]|1[0-2]|" + MONTHS),
          orElse("[1-7]|" + DAYS, "\\?|L|([1-7]|" + DAYS + ")(L|#[1-5])"),
          list("19[7-9][0-9]|20[0-9]{2}"));

  private CronText() {}

  static Optional<String> parse(String text) {
    String[] fields = text.strip().toUpperCase(Locale.ROOT).split("\\s+");
    if (fields.length < 6 || fields.length > 7 || fields[3].equals("?") == fields[5].equals("?")) {
      return Optional.empty();
    }
    for (int i = 0; i < fields.length; i++) {
      if (!FIELDS.get(i).matcher(fields[i]).matches()) {
        return Optional.empty();
      }
    }
    return Optional.of(String.join(" ", fields));
  }

  private static Pattern list(String value) {
    return Pattern.compile(listOf(value));
  }

  private static Pattern orElse(String value, String special) {
    return Pattern.compile(special + "|" + listOf(value));
  }

  private static String listOf(String value) {
    String one = "(\\*|(" + value + ")(-(" + value + "))?)(/[0-9]{1,2})?";
    return one + "(," + one + ")*";
  }
}
