package dev.understudy.config;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.nodes.Node;

/** Reads the PostgreSQL settings that the user adds. */
final class SettingsReader {
  /** As postgresql.conf can hold it (guc-file.l): at most one dot. */
  private static final String WORD = "[A-Za-z_][A-Za-z0-9_]*";

  private static final Pattern NAME = Pattern.compile(WORD + "(\\." + WORD + ")?");

  private SettingsReader() {}

  /** By name in small letters, since PostgreSQL takes no notice of case. */
  static Map<String, String> read(Section section) {
    Map<String, String> settings = new LinkedHashMap<>();
    section
        .strings("a value as postgresql.conf would have it")
        .forEach(
            (key, value) -> {
              Node where = section.key(key).orElseThrow();
              String name = key.toLowerCase(Locale.ROOT);
              Optional<String> reason = ManagedSettings.reason(name);
              if (!NAME.matcher(key).matches()) {
                section.problem(where, "'" + key + "' names no setting", "a setting's name");
              } else if (reason.isPresent()) {
                section.problem(
                    where,
                    "the setting '" + name + "' is Understudy's own: " + reason.get(),
                    "settings that it leaves to you");
              } else if (settings.putIfAbsent(name, value) != null) {
                section.problem(where, "the setting '" + name + "' stands twice", "it once");
              }
            });
    return settings;
  }
}
