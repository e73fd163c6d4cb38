package dev.lehr.activities.commands;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** Which directories stay when a structure is done. */
public enum Keep {
  /** All, of earlier attempts too. */
  ALL,
  /** Of a success the files that values are read from and what it printed; of a failure all. */
  OUTPUT,
  /** None. */
  NOTHING;

  /** The word in campaign files. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  static Map<String, Keep> words() {
    Map<String, Keep> words = new LinkedHashMap<>();
    for (Keep keep : values()) {
      words.put(keep.word(), keep);
    }
    return Collections.unmodifiableMap(words);
  }
}
