package dev.lehr.simulation.dynamics;

/**
 * Philox4x32-10, a counter-based generator: 128 random bits that are a function of a key of 64 bits
 * and a counter of 128 bits, and of nothing else (J. K. Salmon, M. A. Moraes, R. O. Dror, D. E.
 * Shaw, Parallel random numbers: as easy as 1, 2, 3, SC11, 2011).
 *
 * <p>For a key it is a permutation of the counters, so different keys and counters are never the
 * same piece of one long stream: trajectories of many steps and systems need that, where {@link
 * dev.lehr.simulation.prototypes.KeyedNormal} has enough with the few numbers of a start.
 */
final class Philox {

  private static final int ROUNDS = 10;
  private static final long MULTIPLIER_0 = 0xD2511F53L;
  private static final long MULTIPLIER_1 = 0xCD9E8D57L;
  private static final int WEYL_0 = 0x9E3779B9;
  private static final int WEYL_1 = 0xBB67AE85;
  private static final long LOW = 0xFFFFFFFFL;

  private Philox() {}

  /**
   * Replaces a counter by its random bits.
   *
   * @param block four words, the least significant first
   * @param key two words, the least significant in the low half
   */
  static void encrypt(int[] block, long key) {
    int k0 = (int) key;
    int k1 = (int) (key >>> 32);
    for (int round = 0; round < ROUNDS; round++) {
      long product0 = MULTIPLIER_0 * (block[0] & LOW);
      long product1 = MULTIPLIER_1 * (block[2] & LOW);
      block[0] = (int) (product1 >>> 32) ^ block[1] ^ k0;
      block[1] = (int) product1;
      block[2] = (int) (product0 >>> 32) ^ block[3] ^ k1;
      block[3] = (int) product0;
      k0 += WEYL_0;
      k1 += WEYL_1;
    }
  }
}
