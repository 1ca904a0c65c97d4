package dev.understudy.host;

import java.security.SecureRandom;
import java.util.HexFormat;

/** Numbers that nobody can guess, for markers and names of temporary files. */
final class Nonce {
  private static final SecureRandom RANDOM = new SecureRandom();

  private Nonce() {}

  /** 128 bits as 32 hexadecimal digits. */
  static String next() {
    byte[] bytes = new byte[16];
    RANDOM.nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }
}
