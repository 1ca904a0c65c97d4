package dev.understudy.host;

import java.nio.charset.StandardCharsets;

/**
 * A file as it is to be on a host.
 *
 * @param mode four octal digits, such as {@code 0640}
 */
public record FileSpec(String path, byte[] content, String owner, String group, String mode) {
  public static FileSpec text(String path, String content, String owner, String mode) {
    return new FileSpec(path, content.getBytes(StandardCharsets.UTF_8), owner, owner, mode);
  }

  public String contentText() {
    return new String(content, StandardCharsets.UTF_8);
  }
}
