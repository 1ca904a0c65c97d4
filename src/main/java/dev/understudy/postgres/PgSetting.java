package dev.understudy.postgres;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/**
 * A row of pg_settings.
 *
 * @param value as the session that asked shows it: of a connection over a socket the tcp settings
 *     are 0, archive_command is "(disabled)" while archive_mode is off
 * @param resetValue what the server runs with: what files, options and role say
 * @param unit what numbers count in: {@code B}, {@code kB}, {@code 8kB}, {@code MB}, {@code ms},
 *     {@code s}, {@code min}; empty for none
 * @param type bool, enum, integer, real or string
 * @param context postmaster when only a restart changes it, internal when nothing does
 * @param source where the value comes from: default, configuration file, command line…
 * @param sourceFile empty when it comes from no file
 * @param sourceLine counted from 1; 0 when it comes from no file
 * @param allowed the values of an enum
 * @param pendingRestart whether the files say something else that waits for a restart
 */
public record PgSetting(
    String name,
    String value,
    String resetValue,
    String unit,
    String type,
    String context,
    String source,
    String sourceFile,
    int sourceLine,
    List<String> allowed,
    boolean pendingRestart) {
  /**
   * The SELECT whose rows {@link #of} reads. The view leaves out settings of modules that are not
   * loaded, so those that the files name are asked for one by one.
   */
  public static final String SELECT =
      "SELECT name, setting, reset_val, unit, vartype, context, source, sourcefile, sourceline,"
          + " enumvals, pending_restart FROM pg_settings UNION ALL"
          + " SELECT * FROM (SELECT DISTINCT ON (f.name) f.name, current_setting(f.name, true) AS"
          + " setting, current_setting(f.name, true) AS reset_val, NULL::text, 'string'::text, 'user'::text,"
          + " 'configuration file'::text, NULL::text, NULL::int, NULL::text[], false"
          + " FROM pg_file_settings f WHERE f.name LIKE '%.%'"
          + " AND f.name NOT IN (SELECT name FROM pg_settings)) AS of_modules"
          + " WHERE setting IS NOT NULL ORDER BY name";

  public PgSetting {
    allowed = List.copyOf(allowed);
  }

  static PgSetting of(JsonNode row) {
    List<String> allowed = new ArrayList<>();
    row.path("enumvals").forEach(value -> allowed.add(value.asText()));
    return new PgSetting(
        row.path("name").asText(),
        text(row, "setting"),
        text(row, "reset_val"),
        text(row, "unit"),
        text(row, "vartype"),
        text(row, "context"),
        text(row, "source"),
        text(row, "sourcefile"),
        row.path("sourceline").asInt(0),
        allowed,
        row.path("pending_restart").asBoolean(false));
  }

  private static String text(JsonNode row, String field) {
    return row.path(field).isNull() ? "" : row.path(field).asText();
  }

  /** This setting as if it had another value, spelled as in a file. */
  PgSetting withValue(String other) {
    return new PgSetting(
        name,
        other,
        other,
        unit,
        type,
        context,
        source,
        sourceFile,
        sourceLine,
        allowed,
        pendingRestart);
  }

  /** Whether the server has the value from the file that Understudy manages. */
  public boolean managed() {
    return PgCluster.isManagedSettingsFile(sourceFile);
  }

  public boolean needsRestart() {
    return context.equals("postmaster");
  }
}
