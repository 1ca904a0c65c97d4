package dev.understudy.workflow;

import com.fasterxml.jackson.databind.JsonNode;
import dev.understudy.common.Json;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads columns that the tables have in common. */
final class Rows {
  private Rows() {}

  static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
    return Times.instant(row.getString(column));
  }

  static Map<String, String> strings(@Nullable String json) {
    if (json == null) {
      return Map.of();
    }
    Map<String, String> map = new LinkedHashMap<>();
    JsonNode node = Json.read(json);
    node.fieldNames().forEachRemaining(name -> map.put(name, node.get(name).asText()));
    return map;
  }
}
