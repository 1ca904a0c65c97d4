package dev.understudy.workflow;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jdbi.v3.core.statement.Update;
import org.jspecify.annotations.Nullable;

/** Columns to be set beside a status; their names are constants of the code, never data. */
final class Fields {
  private final Map<String, @Nullable Object> values = new LinkedHashMap<>();

  Fields set(String column, @Nullable Object value) {
    values.put(column, value instanceof Instant instant ? Times.text(instant) : value);
    return this;
  }

  /** Such as {@code , reason = :reason}; empty when nothing is set. */
  String assignments() {
    StringBuilder sql = new StringBuilder();
    values.keySet().forEach(c -> sql.append(", ").append(c).append(" = :").append(c));
    return sql.toString();
  }

  Update bindTo(Update update) {
    values.forEach(update::bind);
    return update;
  }
}
