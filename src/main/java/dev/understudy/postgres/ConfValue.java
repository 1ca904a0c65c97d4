package dev.understudy.postgres;

/**
 * Values of postgresql.conf (and recovery.conf): always in single quotes, a quote doubled, a
 * backslash and the control characters that have one written as backslash escapes (the rules of
 * PostgreSQL's guc-file.l).
 */
public final class ConfValue {
  private ConfValue() {}

  /**
   * A value in single quotes.
   *
   * @param setting the name of the setting, for the error
   * @throws dev.understudy.common.UnderstudyException for a NUL character
   */
  public static String quote(String setting, String value) {
    Quoting.refuse(setting, value, "\0", "postgresql.conf");
    StringBuilder quoted = new StringBuilder(value.length() + 2).append('\'');
    value.chars().forEach(c -> quoted.append(escape((char) c)));
    return quoted.append('\'').toString();
  }

  private static String escape(char c) {
    return switch (c) {
      case '\'' -> "''";
      case '\\' -> "\\\\";
      case '\n' -> "\\n";
      case '\r' -> "\\r";
      case '\t' -> "\\t";
      case '\b' -> "\\b";
      case '\f' -> "\\f";
      default -> String.valueOf(c);
    };
  }

  /** One line: {@code name = 'value'}. */
  public static String line(String setting, String value) {
    return setting + " = " + quote(setting, value) + "\n";
  }
}
