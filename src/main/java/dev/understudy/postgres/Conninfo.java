package dev.understudy.postgres;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/** A libpq connection string of keywords and values. Immutable. */
public final class Conninfo {
  private final Map<String, String> values;

  private Conninfo(Map<String, String> values) {
    this.values = values;
  }

  public static Conninfo empty() {
    return new Conninfo(Map.of());
  }

  /** A copy with this keyword set; keywords are names that libpq knows, never foreign text. */
  public Conninfo with(String keyword, String value) {
    Map<String, String> changed = new LinkedHashMap<>(values);
    changed.put(keyword, value);
    return new Conninfo(changed);
  }

  /** A copy with this keyword not set. */
  public Conninfo without(String keyword) {
    Map<String, String> changed = new LinkedHashMap<>(values);
    changed.remove(keyword);
    return new Conninfo(changed);
  }

  /** The value of a keyword, empty when it is not set. */
  public String value(String keyword) {
    return values.getOrDefault(keyword, "");
  }

  /** One value in single quotes, backslashes and quotes escaped by a backslash. */
  public static String quote(String value) {
    Quoting.refuse("connection string", value, "\0", "a connection string");
    return "'" + value.replace("\\", "\\\\").replace("'", "\\'") + "'";
  }

  @Override
  public String toString() {
    return values.entrySet().stream()
        .map(entry -> entry.getKey() + "=" + quote(entry.getValue()))
        .collect(Collectors.joining(" "));
  }
}
