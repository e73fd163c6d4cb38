package dev.lehr.simulation.prototypes;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * Random numbers by key and counter: the same for the same seed, name and index, whatever was drawn
 * before. SplitMix64 (G. L. Steele et al., OOPSLA 2014) started at a hash of seed and name; normal
 * deviates by Box and Muller with StrictMath, so that every platform has the same bits.
 */
public final class KeyedNormal {

  private static final long GOLDEN = 0x9E3779B97F4A7C15L;

  private final long key;

  /**
   * The numbers of a key.
   *
   * @param seed for example a campaign's
   * @param name what the numbers are for
   */
  public KeyedNormal(long seed, String name) {
    try {
      MessageDigest sha = MessageDigest.getInstance("SHA-256");
      sha.update(ByteBuffer.allocate(8).putLong(0, seed));
      key = ByteBuffer.wrap(sha.digest(name.getBytes(StandardCharsets.UTF_8))).getLong();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  /** A uniform deviate in (0, 1). */
  public double uniform(long index) {
    return ((mix(key + (index + 1) * GOLDEN) >>> 12) + 0.5) * 0x1.0p-52;
  }

  /** A standard normal deviate. Uses the uniform deviates 2 index and 2 index + 1. */
  public double at(long index) {
    double r = Math.sqrt(-2 * StrictMath.log(uniform(2 * index)));
    return r * StrictMath.cos(2 * Math.PI * uniform(2 * index + 1));
  }

  private static long mix(long value) {
    long z = (value ^ (value >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }
}
