package dev.understudy.web;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The header {@code Host}. */
final class HostNames {
  private HostNames() {}

  /** The host of it, without the port, in small letters; empty when there is none. */
  static String host(@Nullable String header) {
    if (header == null) {
      return "";
    }
    String host = header.strip().toLowerCase(Locale.ROOT);
    return host.startsWith("[")
        ? host.substring(0, host.indexOf(']') + 1)
        : host.replaceFirst(":[0-9]*$", "");
  }

  /** Whether it is an address, which no name server can make to lead elsewhere. */
  static boolean isAddress(String host) {
    return host.matches("[0-9]{1,3}(\\.[0-9]{1,3}){3}") || host.matches("\\[[0-9a-f:.]+]");
  }
}
