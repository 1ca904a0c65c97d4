package dev.understudy.postgres;

import dev.understudy.common.ErrorClass;
import dev.understudy.common.UnderstudyException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.text.Normalizer;
import java.util.Arrays;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * SCRAM-SHA-256 verifiers as pg_authid holds them ({@code SCRAM-SHA-256$4096:salt$stored:server}),
 * by RFC 5802 and RFC 7677. A role gets the verifier, so the password itself is never sent.
 */
public final class ScramVerifier {
  private static final int ITERATIONS = 4096;
  private static final int SALT_BYTES = 16;
  private static final Pattern FORM =
      Pattern.compile("SCRAM-SHA-256\\$(\\d{1,9}):([^$]+)\\$([^:]+):(.+)");

  private ScramVerifier() {}

  /**
   * A verifier with a fresh salt.
   *
   * @throws UnderstudyException CONFIGURATION when SASLprep (RFC 4013) would change the password
   */
  public static Secret of(Secret password, SecureRandom random) {
    byte[] salt = new byte[SALT_BYTES];
    random.nextBytes(salt);
    return new Secret(compute(password, salt, ITERATIONS));
  }

  /** Whether the verifier was made from this password; false for anything that is no verifier. */
  public static boolean matches(String verifier, Secret password) {
    Matcher matcher = FORM.matcher(verifier);
    if (!matcher.matches()) {
      return false;
    }
    byte[] salt = Base64.getDecoder().decode(matcher.group(2));
    String own = compute(password, salt, Integer.parseInt(matcher.group(1)));
    return MessageDigest.isEqual(bytes(own), bytes(verifier));
  }

  private static String compute(Secret password, byte[] salt, int iterations) {
    requirePlain(password.reveal());
    byte[] salted = saltedPassword(bytes(password.reveal()), salt, iterations);
    byte[] stored = sha256(hmac(salted, bytes("Client Key")));
    byte[] server = hmac(salted, bytes("Server Key"));
    Base64.Encoder base64 = Base64.getEncoder();
    return "SCRAM-SHA-256$"
        + iterations
        + ":"
        + base64.encodeToString(salt)
        + "$"
        + base64.encodeToString(stored)
        + ":"
        + base64.encodeToString(server);
  }

  /**
   * What neither mapping nor NFKC changes goes into the hash as it is, whatever else SASLprep says:
   * PostgreSQL falls back to the password as typed where SASLprep prohibits it.
   */
  private static void requirePlain(String password) {
    boolean mapped = password.codePoints().anyMatch(ScramVerifier::mapped);
    if (password.isEmpty() || mapped || !Normalizer.isNormalized(password, Normalizer.Form.NFKC)) {
      throw new UnderstudyException(
          ErrorClass.CONFIGURATION,
          "password",
          "the password is empty, or holds characters that have several forms or no width",
          "choose one without them; letters, digits and signs of any script are fine",
          null);
    }
  }

  /** Whether SASLprep maps the character to a blank or to nothing (RFC 3454, B.1 and C.1.2). */
  private static boolean mapped(int point) {
    int type = Character.getType(point);
    return type == Character.FORMAT
        || (type == Character.SPACE_SEPARATOR && point != ' ')
        || (point >= 0xFE00 && point <= 0xFE0F)
        || (point >= 0x180B && point <= 0x180E)
        || point == 0x1806
        || point == 0x034F;
  }

  private static byte[] saltedPassword(byte[] password, byte[] salt, int iterations) {
    byte[] block = Arrays.copyOf(salt, salt.length + 4);
    block[block.length - 1] = 1;
    byte[] round = hmac(password, block);
    byte[] result = round.clone();
    for (int i = 1; i < iterations; i++) {
      round = hmac(password, round);
      for (int k = 0; k < result.length; k++) {
        result[k] ^= round[k];
      }
    }
    return result;
  }

  private static byte[] hmac(byte[] key, byte[] data) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key, "HmacSHA256"));
      return mac.doFinal(data);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java runtime has HmacSHA256", e);
    }
  }

  private static byte[] sha256(byte[] data) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(data);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java runtime has SHA-256", e);
    }
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
