package dev.understudy.postgres;

import dev.understudy.common.ErrorClass;
import dev.understudy.common.UnderstudyException;
import java.nio.charset.StandardCharsets;

/** The one place where values become literals and identifiers of SQL. */
public final class Sql {
  /** The longest name in bytes; PostgreSQL cuts longer ones off silently (NAMEDATALEN - 1). */
  public static final int MAX_NAME = 63;

  private Sql() {}

  /**
   * A string literal that reads the same whatever standard_conforming_strings says: one with a
   * backslash becomes an escape string.
   *
   * @throws UnderstudyException for a NUL character
   */
  public static String literal(String value) {
    Quoting.refuse("SQL literal", value, "\0", "an SQL text");
    String doubled = value.replace("'", "''");
    return value.indexOf('\\') < 0
        ? "'" + doubled + "'"
        : " E'" + doubled.replace("\\", "\\\\") + "'";
  }

  /**
   * A quoted identifier.
   *
   * @throws UnderstudyException for an empty or longer name than PostgreSQL keeps, or a NUL
   *     character
   */
  public static String identifier(String name) {
    Quoting.refuse("SQL identifier", name, "\0", "an SQL name");
    int bytes = name.getBytes(StandardCharsets.UTF_8).length;
    if (bytes == 0 || bytes > MAX_NAME) {
      throw new UnderstudyException(
          ErrorClass.CONFIGURATION,
          name,
          "a name has 1 to " + MAX_NAME + " bytes, this one has " + bytes,
          "choose a shorter name",
          null);
    }
    return '"' + name.replace("\"", "\"\"") + '"';
  }
}
