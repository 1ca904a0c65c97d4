package dev.understudy.archive;

import dev.understudy.common.ErrorClass;
import dev.understudy.common.UnderstudyException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/** The scripts that the jar holds. */
final class Resources {
  private Resources() {}

  static String text(String name) {
    try (InputStream in = Resources.class.getResourceAsStream("/archive/" + name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UnderstudyException(
          ErrorClass.UNKNOWN, name, "the jar is damaged", "build it again", e);
    }
  }
}
