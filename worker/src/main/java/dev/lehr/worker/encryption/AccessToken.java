package dev.lehr.worker.encryption;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;

/** A word that a caller must know: {@code Authorization: Bearer WORD}. */
public final class AccessToken {

  private static final String WHAT = "the file of the token";
  private static final int SHORTEST = 16;

  private final byte[] header;

  private AccessToken(String token) {
    this.header = ("Bearer " + token).getBytes(StandardCharsets.UTF_8);
  }

  /**
   * The token in a file that others cannot read.
   *
   * @throws dev.lehr.activities.ingest.BadInputException where there is none
   */
  public static AccessToken read(Path file) {
    String token = SecretFile.read(file, WHAT).strip();
    if (token.length() < SHORTEST || !token.chars().allMatch(c -> c > 32 && c < 127)) {
      throw SecretFile.bad(
          WHAT,
          file
              + ": found no token, expected one word of "
              + SHORTEST
              + " or more characters, such as openssl rand -hex 32 makes");
    }
    return new AccessToken(token);
  }

  /** Whether a header holds it; how long that takes does not tell how much of it is right. */
  boolean admits(String authorization) {
    return MessageDigest.isEqual(header, authorization.getBytes(StandardCharsets.UTF_8));
  }
}
