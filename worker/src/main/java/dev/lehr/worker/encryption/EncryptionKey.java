package dev.lehr.worker.encryption;

import java.security.SecureRandom;
import java.util.Base64;
import java.util.regex.Pattern;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;

/**
 * A key of AES-256 with the name by which payloads say that they were encrypted with it. It is
 * never shown but by {@link #line}.
 */
public final class EncryptionKey {

  /** Bytes of a key. */
  static final int BYTES = 32;

  private static final Pattern ID = Pattern.compile("[A-Za-z0-9._-]{1,64}");

  private final String id;
  private final SecretKey secret;

  private EncryptionKey(String id, SecretKey secret) {
    this.id = id;
    this.secret = secret;
  }

  /**
   * A key.
   *
   * @param id letters, digits, dots, dashes and underscores, 64 at most; everybody may see it
   * @param secret 32 bytes
   * @throws IllegalArgumentException with a sentence that does not hold the secret
   */
  public static EncryptionKey of(String id, byte[] secret) {
    if (!isId(id)) {
      throw new IllegalArgumentException(
          "found a key's name that is not one, expected up to 64 letters, digits, '.', '-', '_'");
    }
    if (secret.length != BYTES) {
      throw new IllegalArgumentException(
          "found a key of " + secret.length + " bytes, expected " + BYTES + " (AES-256)");
    }
    return new EncryptionKey(id, new SecretKeySpec(secret, "AES"));
  }

  /** A new key by the system's source of chance. */
  public static EncryptionKey fresh(String id) {
    byte[] secret = new byte[BYTES];
    new SecureRandom().nextBytes(secret);
    return of(id, secret);
  }

  /** Whether a key may be called so. */
  public static boolean isId(String text) {
    return ID.matcher(text).matches();
  }

  /** Its name. */
  public String id() {
    return id;
  }

  SecretKey secret() {
    return secret;
  }

  /** The line of a key file: the secret itself. */
  public String line() {
    return id + " " + Base64.getEncoder().encodeToString(secret.getEncoded());
  }

  @Override
  public String toString() {
    return id;
  }
}
