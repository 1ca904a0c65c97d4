package dev.understudy.host;

import java.nio.charset.StandardCharsets;

/** A cluster's name as the name of its directory in the guard's records. */
final class GuardPath {
  private static final int LONGEST = 200;

  private GuardPath() {}

  /** Distinct names give distinct file names, whatever characters they hold. */
  static String encode(String cluster) {
    StringBuilder out = new StringBuilder();
    for (byte b : cluster.getBytes(StandardCharsets.UTF_8)) {
      char c = (char) (b & 0xff);
      if (c < 128 && (Character.isLetterOrDigit(c) || c == '_' || c == '-')) {
        out.append(c);
      } else {
        out.append(String.format("%%%02X", (int) c));
      }
    }
    return out.length() <= LONGEST
        ? out.toString()
        : out.substring(0, 100) + "%" + Sha256.of(cluster);
  }
}
