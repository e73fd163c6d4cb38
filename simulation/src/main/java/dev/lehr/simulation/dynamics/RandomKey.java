package dev.lehr.simulation.dynamics;

import dev.lehr.simulation.state.Column;
import dev.lehr.simulation.state.Scope;
import dev.lehr.simulation.state.SimState;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * What a system's random numbers follow from: 64 bits of the SHA-256 of seed, stage and structure,
 * in a column that travels with the system.
 */
final class RandomKey {

  /** Column of the key (integer, 1 a row). */
  static final String COLUMN = "random_key";

  private RandomKey() {}

  /**
   * Gives a state of one system its key, before a stepper prepares it.
   *
   * @param seed for example a campaign's
   * @param stage id of the stage; another stage has other numbers
   * @param structure id of the structure
   */
  static void put(SimState system, long seed, String stage, String structure) {
    long[] key = {of(seed, stage, structure)};
    system.putColumn(COLUMN, new Column.Longs(Scope.SYSTEM, 1, key));
  }

  private static long of(long seed, String stage, String structure) {
    try {
      MessageDigest sha = MessageDigest.getInstance("SHA-256");
      byte[] first = stage.getBytes(StandardCharsets.UTF_8);
      sha.update(ByteBuffer.allocate(12).putLong(0, seed).putInt(8, first.length));
      sha.update(first);
      return ByteBuffer.wrap(sha.digest(structure.getBytes(StandardCharsets.UTF_8))).getLong();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
