package dev.understudy.postgres;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Compares a value as a configuration file writes it with what a server runs with: units, spellings
 * of booleans, enums and lists (the rules of PostgreSQL's guc.c).
 */
final class SettingValue {
  private static final Pattern NUMBER =
      Pattern.compile(
          "\\s*([+-]?(?:0[xX][0-9a-fA-F]+|[0-9.]+(?:[eE][+-]?\\d+)?))\\s*([A-Za-z]*)\\s*");
  private static final Map<String, Double> BYTES =
      Map.of("B", 1d, "kB", 1024d, "MB", 0x1p20, "GB", 0x1p30, "TB", 0x1p40);
  private static final Map<String, Double> MICROSECONDS =
      Map.of("us", 1d, "ms", 1e3, "s", 1e6, "min", 60e6, "h", 3600e6, "d", 86400e6);
  private static final Set<String> LISTS =
      Set.of(
          "listen_addresses",
          "shared_preload_libraries",
          "session_preload_libraries",
          "local_preload_libraries",
          "unix_socket_directories",
          "search_path",
          "datestyle",
          "log_destination");

  private SettingValue() {}

  /** Whether the server runs with what the file would say. */
  static boolean same(PgSetting current, String wanted) {
    return switch (current.type()) {
      case "bool" -> bool(wanted).equals(bool(current.resetValue()));
      case "enum" -> enumValue(current, wanted).equals(enumValue(current, current.resetValue()));
      case "integer" -> sameNumber(current, wanted, true);
      case "real" -> sameNumber(current, wanted, false);
      default -> sameText(current, wanted);
    };
  }

  private static boolean sameText(PgSetting current, String wanted) {
    if (current.resetValue().equals(wanted)) {
      return true;
    }
    return LISTS.contains(current.name().toLowerCase(Locale.ROOT))
        && list(current.resetValue()).equals(list(wanted));
  }

  private static Set<String> list(String value) {
    Set<String> items = new TreeSet<>();
    Arrays.stream(value.split(",")).map(String::strip).forEach(items::add);
    return items;
  }

  private static Optional<Boolean> bool(String value) {
    String lower = value.strip().toLowerCase(Locale.ROOT);
    if (lower.equals("1") || lower.equals("on") || prefixOf(lower, "true", "yes")) {
      return Optional.of(true);
    }
    if (lower.equals("0") || lower.matches("off?") || prefixOf(lower, "false", "no")) {
      return Optional.of(false);
    }
    return Optional.empty();
  }

  private static boolean prefixOf(String value, String... words) {
    return !value.isEmpty() && Arrays.stream(words).anyMatch(word -> word.startsWith(value));
  }

  private static String enumValue(PgSetting current, String value) {
    String lower = value.strip().toLowerCase(Locale.ROOT);
    if (current.allowed().contains(lower)) {
      return lower;
    }
    if (current.name().equals("wal_level")) {
      return lower.equals("archive") || lower.equals("hot_standby") ? "replica" : lower;
    }
    // Enums that were booleans once accept true, yes and 1 as hidden spellings of on.
    return bool(lower).map(on -> on ? "on" : "off").orElse(lower);
  }

  private static boolean sameNumber(PgSetting current, String wanted, boolean whole) {
    OptionalDouble left = inBase(current.resetValue(), current.unit(), whole);
    OptionalDouble right = inBase(wanted, current.unit(), whole);
    return left.isPresent()
        && right.isPresent()
        && Math.abs(left.getAsDouble() - right.getAsDouble()) < 1e-9;
  }

  /**
   * A number in the setting's own unit.
   *
   * @param unit pg_settings.unit, such as {@code 8kB}; empty for plain numbers
   * @param whole whether it is rounded as integers are
   * @return empty when the text is no number of that kind
   */
  static OptionalDouble inBase(String text, String unit, boolean whole) {
    Matcher matcher = NUMBER.matcher(text);
    if (!matcher.matches()) {
      return OptionalDouble.empty();
    }
    double number;
    try {
      number = number(matcher.group(1));
    } catch (NumberFormatException e) {
      return OptionalDouble.empty();
    }
    String written = matcher.group(2);
    if (!written.isEmpty()) {
      OptionalDouble factor = factor(written, unit);
      if (factor.isEmpty()) {
        return OptionalDouble.empty();
      }
      number *= factor.getAsDouble();
    }
    return OptionalDouble.of(whole ? Math.rint(number) : number);
  }

  private static double number(String text) {
    if (text.matches("[+-]?0[xX].*")) {
      return Long.decode(text);
    }
    // A leading zero means octal, as in file modes.
    return text.matches("0[0-7]+") ? Long.parseLong(text, 8) : Double.parseDouble(text);
  }

  private static OptionalDouble factor(String written, String unit) {
    String name = unit.replaceFirst("^\\d+", "");
    double count = unit.equals(name) ? 1 : Double.parseDouble(unit.replaceFirst("\\D+$", ""));
    for (Map<String, Double> units : List.of(BYTES, MICROSECONDS)) {
      if (units.containsKey(written) && units.containsKey(name)) {
        return OptionalDouble.of(units.get(written) / (units.get(name) * count));
      }
    }
    return OptionalDouble.empty();
  }
}
