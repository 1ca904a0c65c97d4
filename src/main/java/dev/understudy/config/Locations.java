package dev.understudy.config;

import java.nio.file.Path;

/**
 * Where relative paths and {@code ~} lead.
 *
 * @param directory of the configuration file
 * @param home of the user
 */
record Locations(Path directory, Path home) {
  Path resolve(String text) {
    if (text.equals("~")) {
      return home;
    }
    Path path = text.startsWith("~/") ? home.resolve(text.substring(2)) : directory.resolve(text);
    return path.normalize();
  }
}
