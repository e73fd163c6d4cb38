package dev.lehr.worker.encryption;

import java.util.List;
import java.util.Optional;

/**
 * The keys of a process: the first encrypts, all decrypt.
 *
 * @param keys none where nothing is encrypted
 */
public record KeyRing(List<EncryptionKey> keys) {

  /** No key. */
  public static final KeyRing EMPTY = new KeyRing(List.of());

  /** Takes a copy. */
  public KeyRing {
    keys = List.copyOf(keys);
    if (keys.stream().map(EncryptionKey::id).distinct().count() != keys.size()) {
      throw new IllegalArgumentException("two keys of the same name");
    }
  }

  /** The one that encrypts. */
  Optional<EncryptionKey> current() {
    return keys.stream().findFirst();
  }

  Optional<EncryptionKey> named(String id) {
    return keys.stream().filter(k -> k.id().equals(id)).findFirst();
  }
}
