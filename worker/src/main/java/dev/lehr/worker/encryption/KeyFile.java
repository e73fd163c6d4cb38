package dev.lehr.worker.encryption;

import dev.lehr.activities.ingest.BadInputException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Keys in a file, a line each: a name, blanks, and 32 bytes in Base64. The first encrypts, all
 * decrypt. Empty lines and those that begin with {@code #} are skipped.
 */
public final class KeyFile {

  /** Environment variable with the path of the file. */
  public static final String VARIABLE = "LEHR_CODEC_KEYS";

  private static final String WHAT = "the file of keys";
  private static final Pattern BLANKS = Pattern.compile("\\s+");

  private KeyFile() {}

  /**
   * Reads the keys.
   *
   * @throws BadInputException with all problems, a line each, none of which repeats a key
   */
  public static KeyRing read(Path file) {
    List<EncryptionKey> keys = new ArrayList<>();
    List<String> problems = new ArrayList<>();
    Set<String> ids = new HashSet<>();
    int number = 0;
    for (String line : SecretFile.read(file, WHAT).lines().toList()) {
      number++;
      if (line.isBlank() || line.startsWith("#")) {
        continue;
      }
      try {
        EncryptionKey key = key(line.strip());
        if (!ids.add(key.id())) {
          throw new IllegalArgumentException("found the name '" + key.id() + "' a second time");
        }
        keys.add(key);
      } catch (IllegalArgumentException e) {
        problems.add(file + ", line " + number + ": " + e.getMessage());
      }
    }
    if (keys.isEmpty() && problems.isEmpty()) {
      problems.add(file + ": found no key; 'lehr codec new-key' makes one");
    }
    if (!problems.isEmpty()) {
      throw new BadInputException(WHAT + " cannot be used", problems);
    }
    return new KeyRing(keys);
  }

  private static EncryptionKey key(String line) {
    List<String> words = List.of(BLANKS.split(line, -1));
    if (words.size() != 2) {
      throw new IllegalArgumentException(
          "found "
              + words.size()
              + " word"
              + (words.size() == 1 ? "" : "s")
              + ", expected a name and a key");
    }
    byte[] secret;
    try {
      secret = Base64.getDecoder().decode(words.get(1));
    } catch (IllegalArgumentException e) {
      // The decoder's own sentence would show a part of the key.
      throw new IllegalArgumentException("found a key that is not in Base64");
    }
    return EncryptionKey.of(words.get(0), secret);
  }
}
