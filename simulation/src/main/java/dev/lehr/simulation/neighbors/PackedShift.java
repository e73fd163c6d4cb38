package dev.lehr.simulation.neighbors;

import java.util.Arrays;

/** Three small integers in one {@code long} whose order is their lexicographic order. */
final class PackedShift {

  private static final int BITS = 21;
  private static final int OFFSET = 1 << (BITS - 1);
  private static final long MASK = (1L << BITS) - 1;

  /** The shift (0, 0, 0). */
  static final long ZERO = pack(0, 0, 0);

  private PackedShift() {}

  static long pack(int x, int y, int z) {
    if (Math.max(Math.abs(x), Math.max(Math.abs(y), Math.abs(z))) >= OFFSET) {
      throw new NeighborSearchException(
          "neighbours are (" + x + ", " + y + ", " + z + ") cells apart, more than can be counted");
    }
    return ((long) (x + OFFSET) << (2 * BITS)) | ((long) (y + OFFSET) << BITS) | (z + OFFSET);
  }

  static long negate(long packed) {
    return 2 * ZERO - packed;
  }

  static void unpack(long packed, int[] into, int at) {
    into[at] = (int) (packed >>> (2 * BITS)) - OFFSET;
    into[at + 1] = (int) ((packed >>> BITS) & MASK) - OFFSET;
    into[at + 2] = (int) (packed & MASK) - OFFSET;
  }

  /** A set of packed shifts with open addressing; -1 marks an empty place. */
  static final class Set {
    private long[] table = emptyTable(256);
    private int size;

    void add(long value) {
      if (insert(value) && 2 * ++size > table.length) {
        long[] old = table;
        table = emptyTable(2 * old.length);
        for (long v : old) {
          if (v != -1) {
            insert(v);
          }
        }
      }
    }

    long[] sorted() {
      long[] values = Arrays.stream(table).filter(v -> v != -1).toArray();
      Arrays.sort(values);
      return values;
    }

    private boolean insert(long value) {
      long mixed = value * 0x9E3779B97F4A7C15L;
      int at = (int) (mixed >>> 40) & (table.length - 1);
      while (table[at] != -1) {
        if (table[at] == value) {
          return false;
        }
        at = (at + 1) & (table.length - 1);
      }
      table[at] = value;
      return true;
    }

    private static long[] emptyTable(int length) {
      long[] table = new long[length];
      Arrays.fill(table, -1);
      return table;
    }
  }
}
