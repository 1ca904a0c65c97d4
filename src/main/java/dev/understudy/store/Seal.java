package dev.understudy.store;

import dev.understudy.common.ErrorClass;
import dev.understudy.common.UnderstudyException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Encrypts a file under a passphrase, and notices when it was changed: AES-256 in GCM, the key by
 * PBKDF2 with SHA-256. What it writes begins with a word, salt and nonce.
 */
public final class Seal {
  private static final byte[] WORD = "UNDERSTUDY-SEAL1".getBytes(StandardCharsets.US_ASCII);
  private static final int ROUNDS = 600_000;
  private static final int SALT = 16;
  private static final int NONCE = 12;
  private static final int TAG_BITS = 128;
  private static final int KEY_BITS = 256;

  private final char[] passphrase;

  public Seal(String passphrase) {
    this.passphrase = passphrase.toCharArray();
  }

  /** The content, for nobody without the passphrase. */
  public byte[] close(byte[] content) {
    byte[] random = new byte[SALT + NONCE];
    new SecureRandom().nextBytes(random);
    try {
      byte[] sealed = cipher(Cipher.ENCRYPT_MODE, random).doFinal(content);
      return ByteBuffer.allocate(WORD.length + random.length + sealed.length)
          .put(WORD)
          .put(random)
          .put(sealed)
          .array();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has AES and PBKDF2", e);
    }
  }

  /**
   * What was closed.
   *
   * @throws UnderstudyException PRECONDITION for another passphrase, or when it was changed since
   */
  public byte[] open(byte[] sealed) {
    int begin = WORD.length + SALT + NONCE;
    if (sealed.length < begin || !Arrays.equals(WORD, Arrays.copyOf(sealed, WORD.length))) {
      throw unusable("it is no sealed backup", null);
    }
    byte[] random = Arrays.copyOfRange(sealed, WORD.length, begin);
    try {
      return cipher(Cipher.DECRYPT_MODE, random).doFinal(sealed, begin, sealed.length - begin);
    } catch (AEADBadTagException e) {
      throw unusable("it was sealed with another passphrase, or is damaged", e);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has AES and PBKDF2", e);
    }
  }

  private Cipher cipher(int mode, byte[] random) throws GeneralSecurityException {
    PBEKeySpec words = new PBEKeySpec(passphrase, Arrays.copyOf(random, SALT), ROUNDS, KEY_BITS);
    try {
      byte[] key =
          SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256").generateSecret(words).getEncoded();
      Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
      byte[] nonce = Arrays.copyOfRange(random, SALT, SALT + NONCE);
      cipher.init(mode, new SecretKeySpec(key, "AES"), new GCMParameterSpec(TAG_BITS, nonce));
      cipher.updateAAD(WORD);
      return cipher;
    } finally {
      words.clearPassword();
    }
  }

  private static UnderstudyException unusable(String why, GeneralSecurityException cause) {
    return new UnderstudyException(
        ErrorClass.PRECONDITION,
        "store backup",
        why,
        "give service.store_backup.passphrase the one that it was made with, or take another copy",
        cause);
  }
}
