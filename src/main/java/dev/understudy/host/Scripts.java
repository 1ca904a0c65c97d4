package dev.understudy.host;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.stream.Collectors;

/** The shell scripts that Understudy brings along. */
final class Scripts {
  private Scripts() {}

  /** The file exactly as packaged. */
  static byte[] bytes(String name) {
    try (InputStream in = Scripts.class.getResourceAsStream("/" + name)) {
      if (in == null) {
        throw new IllegalStateException("the jar lacks " + name);
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The script without its comment lines, since it travels with every command. */
  static String text(String name) {
    return new String(bytes(name), StandardCharsets.UTF_8)
        .lines()
        .filter(line -> !line.startsWith("#"))
        .collect(Collectors.joining("\n"));
  }
}
