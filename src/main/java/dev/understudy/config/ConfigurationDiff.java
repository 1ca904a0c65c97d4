package dev.understudy.config;

import java.lang.reflect.RecordComponent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** What differs between two configurations, value by value. Pure. */
public final class ConfigurationDiff {
  /** What a running service cannot change: it stands on it. */
  private static final List<String> FIXED = List.of("data", "ssh", "service");

  private static final Set<String> UNSHOWN = Set.of("file", "secrets");
  private static final String HEALTH_PORT = ".health_port";

  private static final List<Map.Entry<String, Duration>> UNITS =
      List.of(
          Map.entry("d", Duration.ofDays(1)),
          Map.entry("h", Duration.ofHours(1)),
          Map.entry("m", Duration.ofMinutes(1)),
          Map.entry("s", Duration.ofSeconds(1)),
          Map.entry("ms", Duration.ofMillis(1)));

  /**
   * A value that differs. Its words have nothing secret in them.
   *
   * @param where such as {@code clusters.orders.port}
   * @param words the value before and after
   */
  public record Difference(String where, String words) {
    /** Whether it takes effect only when the service is started again. */
    public boolean needsRestart() {
      return FIXED.stream().anyMatch(fixed -> where.equals(fixed) || where.startsWith(fixed + "."))
          || where.endsWith(HEALTH_PORT);
    }

    @Override
    public String toString() {
      return where + ": " + words;
    }
  }

  private ConfigurationDiff() {}

  /** All that differs, in the order of the words. */
  public static List<Difference> between(Configuration before, Configuration after) {
    Map<String, Object> old = values(before);
    Map<String, Object> fresh = values(after);
    Secrets secrets = before.secrets().and(after.secrets());
    TreeSet<String> all = new TreeSet<>(old.keySet());
    all.addAll(fresh.keySet());
    return all.stream()
        .filter(where -> !Objects.equals(old.get(where), fresh.get(where)))
        .map(where -> new Difference(where, secrets.mask(words(old.get(where), fresh.get(where)))))
        .toList();
  }

  private static String words(Object before, Object after) {
    if (before == null) {
      return "new, " + after;
    }
    return after == null ? "gone, was " + before : before + " -> " + after;
  }

  private static Map<String, Object> values(Configuration configuration) {
    Map<String, Object> values = new TreeMap<>();
    components(configuration).entrySet().stream()
        .filter(one -> !UNSHOWN.contains(one.getKey()))
        .forEach(one -> put(values, one.getKey(), one.getValue()));
    return values;
  }

  /** A secret stays the object that it is: it is told apart, and shown as what is hidden. */
  private static void put(Map<String, Object> values, String where, Object value) {
    if (value instanceof Optional<?> optional) {
      optional.ifPresent(inner -> put(values, where, inner));
    } else if (value instanceof Map<?, ?> map) {
      map.forEach((key, inner) -> put(values, where + "." + word(key), inner));
    } else if (value instanceof Collection<?> many
        && many.stream().anyMatch(Record.class::isInstance)) {
      int number = 0;
      for (Object one : many) {
        put(values, where + "[" + number++ + "]", one);
      }
    } else if (value instanceof Record record && !(value instanceof Hidden)) {
      components(record).forEach((name, inner) -> put(values, where + "." + name, inner));
    } else if (value instanceof OptionalInt number) {
      number.ifPresent(inner -> values.put(where, inner));
    } else {
      values.put(where, value instanceof Duration time ? text(time) : value);
    }
  }

  private static String word(Object key) {
    return key instanceof CheckId check ? check.id() : key.toString();
  }

  /** As the file says it, in the largest unit that fits. */
  private static String text(Duration time) {
    for (Map.Entry<String, Duration> unit : UNITS) {
      if (time.toMillis() > 0 && time.toMillis() % unit.getValue().toMillis() == 0) {
        return time.toMillis() / unit.getValue().toMillis() + unit.getKey();
      }
    }
    return time.toString();
  }

  private static Map<String, Object> components(Record record) {
    Map<String, Object> values = new TreeMap<>();
    for (RecordComponent component : record.getClass().getRecordComponents()) {
      try {
        component.getAccessor().setAccessible(true);
        Object value = component.getAccessor().invoke(record);
        if (value != null) {
          values.put(snake(component.getName()), value);
        }
      } catch (ReflectiveOperationException e) {
        throw new IllegalStateException("a record has accessors of its components", e);
      }
    }
    return values;
  }

  private static String snake(String name) {
    List<String> words = new ArrayList<>();
    for (String word : name.split("(?=[A-Z])")) {
      words.add(word.toLowerCase(Locale.ROOT));
    }
    return String.join("_", words);
  }
}
