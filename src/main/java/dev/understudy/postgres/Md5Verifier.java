package dev.understudy.postgres;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;

/** PostgreSQL's md5 verifiers, for servers without SCRAM: md5 of password and role name. */
public final class Md5Verifier {
  private Md5Verifier() {}

  public static Secret of(String role, Secret password) {
    byte[] input = (password.reveal() + role).getBytes(StandardCharsets.UTF_8);
    try {
      byte[] digest = MessageDigest.getInstance("MD5").digest(input);
      return new Secret("md5" + HexFormat.of().formatHex(digest));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java runtime has MD5", e);
    }
  }
}
