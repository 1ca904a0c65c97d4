package dev.understudy.workflow;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Columns to be set beside a status; their names are constants of the code, never data. */
final class Fields {
  private final Map<String, @Nullable Object> values = new LinkedHashMap<>();

  Fields set(String column, @Nullable Object value) {
    values.put(column, value instanceof Instant instant ? Times.text(instant) : value);
    return this;
  }

  /** Such as {@code , reason = ?}; empty when nothing is set. */
  String assignments() {
    StringBuilder sql = new StringBuilder();
    values.keySet().forEach(c -> sql.append(", ").append(c).append(" = ?"));
    return sql.toString();
  }

  /** The values in the order of the assignments, with one before them and others after them. */
  @Nullable Object[] between(Object first, Object... last) {
    return Stream.of(Stream.of(first), values.values().stream(), Stream.of(last))
        .flatMap(Function.identity())
        .toArray();
  }
}
