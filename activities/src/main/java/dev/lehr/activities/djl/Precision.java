package dev.lehr.activities.djl;

import java.util.Optional;

/** The numbers that a model computes in; geometry goes in and results come out in double. */
public enum Precision {
  /** 24 bits: what most models are trained in. */
  FLOAT32("float32"),
  /** 53 bits. */
  FLOAT64("float64");

  private final String key;

  Precision(String key) {
    this.key = key;
  }

  /** The name in campaign files and in {@code meta.json}. */
  public String key() {
    return key;
  }

  /** The precision of a name. */
  public static Optional<Precision> of(String key) {
    for (Precision p : values()) {
      if (p.key.equals(key)) {
        return Optional.of(p);
      }
    }
    return Optional.empty();
  }
}
