package dev.understudy.postgres;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/**
 * A row of pg_file_settings: what the configuration files say now, applied or not.
 *
 * @param order grows in the order in which the files are read; the last one of a name wins
 * @param error what is wrong with it, empty when nothing is
 */
public record FileSetting(
    int order, String name, String value, String file, int line, boolean applied, String error) {
  /** The SELECT whose rows {@link #list} reads. */
  public static final String SELECT =
      "SELECT seqno, name, setting, sourcefile, sourceline, applied, error"
          + " FROM pg_file_settings ORDER BY seqno";

  public static List<FileSetting> list(JsonNode rows) {
    List<FileSetting> settings = new ArrayList<>();
    rows.forEach(row -> settings.add(of(row)));
    return settings;
  }

  private static FileSetting of(JsonNode row) {
    return new FileSetting(
        row.path("seqno").asInt(),
        row.path("name").asText(""),
        row.path("setting").asText(""),
        row.path("sourcefile").asText(""),
        row.path("sourceline").asInt(),
        row.path("applied").asBoolean(),
        row.path("error").isNull() ? "" : row.path("error").asText());
  }
}
