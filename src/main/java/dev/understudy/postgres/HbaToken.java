package dev.understudy.postgres;

/**
 * Tokens of pg_hba.conf. Quoted in double quotes, a double quote doubled, they lose every special
 * meaning: of keywords (all, replication, sameuser…), of a leading + or @, of commas and #.
 */
public final class HbaToken {
  private HbaToken() {}

  /**
   * A token that means exactly this text, except that since 16 a leading slash makes a database or
   * role a regular expression even inside quotes: names go through {@link #name}.
   *
   * @throws dev.understudy.common.UnderstudyException for a newline, carriage return or NUL, or an
   *     empty value
   */
  public static String quote(String value) {
    Quoting.refuse("pg_hba.conf", value, "\0\n\r", "a line of pg_hba.conf");
    return '"' + value.replace("\"", "\"\"") + '"';
  }

  /** A database or role with exactly this name. */
  public static String name(Dialect dialect, String name) {
    return dialect.has(Capability.HBA_REGEX) && name.startsWith("/")
        ? quote("/^" + regexLiteral(name) + "$")
        : quote(name);
  }

  private static String regexLiteral(String name) {
    StringBuilder escaped = new StringBuilder();
    name.codePoints()
        .forEach(
            point -> {
              if (point < 128 && !Character.isLetterOrDigit(point)) {
                escaped.append('\\');
              }
              escaped.appendCodePoint(point);
            });
    return escaped.toString();
  }

  /**
   * An address: an IP address gets its full mask, a network in CIDR notation stays, anything else
   * is a host name.
   */
  public static String address(String address) {
    if (address.matches("[0-9]{1,3}(\\.[0-9]{1,3}){3}")) {
      return address + "/32";
    }
    if (address.matches("[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*")) {
      return address + "/128";
    }
    return address.matches("[0-9A-Fa-f:.]+/[0-9]{1,3}") ? address : quote(address);
  }
}
