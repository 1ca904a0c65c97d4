package dev.understudy.postgres;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Locale;

/** Names of replication slots: lower-case letters, digits and underscores, at most 63 bytes. */
public final class SlotName {
  private static final String PREFIX = "understudy_";
  private static final int HASH_HEX = 10;

  private SlotName() {}

  /**
   * The slot of a node. Names that are no slot names as they are get a hash, so that two nodes
   * never share a slot; the prefix keeps our slots apart from anybody else's.
   */
  public static String of(String node) {
    String plain = node.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9_]", "_");
    int room = Sql.MAX_NAME - PREFIX.length();
    if (plain.equals(node) && plain.length() <= room && !plain.isEmpty()) {
      return PREFIX + plain;
    }
    int kept = Math.min(plain.length(), room - HASH_HEX - 1);
    return PREFIX + plain.substring(0, kept) + "_" + hash(node);
  }

  /** Whether a slot may be one of ours. */
  public static boolean ours(String slot) {
    return slot.startsWith(PREFIX);
  }

  private static String hash(String node) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(node.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest).substring(0, HASH_HEX);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java runtime has SHA-256", e);
    }
  }
}
