package dev.understudy.archive;

import com.fasterxml.jackson.databind.JsonNode;
import dev.understudy.common.Json;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** A file such as pgBackRest's {@code backup.info}: sections of keys whose values are JSON. */
final class InfoFile {
  /** What files begin with that pgBackRest encrypted. */
  private static final byte[] SALTED = "Salted__".getBytes(StandardCharsets.US_ASCII);

  private final Map<String, Map<String, JsonNode>> sections = new LinkedHashMap<>();

  private InfoFile() {}

  static boolean encrypted(byte[] content) {
    return Arrays.mismatch(content, SALTED) >= SALTED.length;
  }

  /**
   * @throws dev.understudy.common.UnderstudyException for a value that is not JSON
   */
  static InfoFile parse(String text) {
    InfoFile file = new InfoFile();
    Map<String, JsonNode> section = new LinkedHashMap<>();
    for (String line : text.lines().toList()) {
      int equals = line.indexOf('=');
      if (line.startsWith("[") && line.endsWith("]")) {
        String name = line.substring(1, line.length() - 1);
        section = file.sections.computeIfAbsent(name, key -> new LinkedHashMap<>());
      } else if (equals > 0) {
        section.put(line.substring(0, equals), Json.read(line.substring(equals + 1)));
      }
    }
    return file;
  }

  Map<String, JsonNode> section(String name) {
    return sections.getOrDefault(name, Map.of());
  }

  Optional<JsonNode> value(String section, String key) {
    return Optional.ofNullable(section(section).get(key));
  }
}
