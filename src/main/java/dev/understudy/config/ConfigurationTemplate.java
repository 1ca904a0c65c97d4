package dev.understudy.config;

import dev.understudy.common.ErrorClass;
import dev.understudy.common.UnderstudyException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/** The commented configuration that a new user starts from. */
public final class ConfigurationTemplate {
  private ConfigurationTemplate() {}

  /** Its text; it loads without a change. */
  public static String text() {
    try (InputStream in = ConfigurationTemplate.class.getResourceAsStream("template.yaml")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UnderstudyException(
          ErrorClass.UNKNOWN, "template.yaml", "the jar is damaged", "build it again", e);
    }
  }
}
