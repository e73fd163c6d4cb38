package dev.lehr.simulation.neighbors;

import java.util.Arrays;

/**
 * Rows of the upper half of a neighbour list as a search finds them: for each of some atoms its
 * second atoms with the code of their image, in the order of the list.
 */
final class PairRows {

  /** Of a system of any size: what fits in memory even where a cell has collapsed. */
  private static final long MOST_PAIRS = 1 << 24;

  private static final long MOST_PAIRS_OF_A_LARGE_SYSTEM = 1 << 28;
  private static final long MOST_PAIRS_OF_AN_ATOM = 1 << 17;
  private static final long PAIRS_OF_AN_ATOM_IN_A_LARGE_SYSTEM = 256;

  /** How much denser than all a part of a system may be. */
  private static final long UNEVENNESS = 4;

  /** Second atom of each pair. Grows: read after {@link #makeRoom}. */
  int[] other;

  /** Image of each pair, see {@link ImageCodes}. Grows: read after {@link #makeRoom}. */
  int[] code;

  private final long most;
  private final int[] atoms;
  private final int[] ends;
  private int rows;
  private int size;

  /**
   * Empty rows.
   *
   * @param systemSize number of atoms of the system, which bounds the pairs
   * @param parts number of parts that the system's rows come in
   * @param rows number of rows to come
   * @param expected a guess at the number of pairs
   */
  PairRows(int systemSize, int parts, int rows, int expected) {
    long all = most(systemSize);
    this.most = Math.min(all, UNEVENNESS * all / parts);
    this.atoms = new int[rows];
    this.ends = new int[rows];
    this.other = new int[expected];
    this.code = new int[expected];
  }

  /** Sees to it that so many pairs more can be written behind {@code at}. */
  void makeRoom(int at, int more) {
    long needed = (long) at + more;
    if (needed <= other.length) {
      return;
    }
    checkSize(at);
    int room = (int) Math.min(Integer.MAX_VALUE - 8, Math.max(needed, 2L * other.length));
    if (room < needed) {
      throw tooMany(most);
    }
    other = Arrays.copyOf(other, room);
    code = Arrays.copyOf(code, room);
  }

  /** Ends the row of an atom: its pairs stand from the end of the row before to {@code end}. */
  void endRow(int atom, int end) {
    checkSize(end);
    atoms[rows] = atom;
    ends[rows] = end;
    rows++;
    size = end;
  }

  private void checkSize(int pairs) {
    if (pairs > most) {
      throw tooMany(most);
    }
  }

  private static NeighborSearchException tooMany(long most) {
    return new NeighborSearchException(
        "more than " + most + " pairs within the cutoff; the cell may have collapsed");
  }

  /**
   * Refuses so many pairs of a system, of all its rows, if they are more than are kept.
   *
   * @throws NeighborSearchException where they are
   */
  static void checkTotal(long pairs, int systemSize) {
    if (pairs > most(systemSize)) {
      throw tooMany(most(systemSize));
    }
  }

  private static long most(int systemSize) {
    long large =
        Math.min(MOST_PAIRS_OF_A_LARGE_SYSTEM, PAIRS_OF_AN_ATOM_IN_A_LARGE_SYSTEM * systemSize);
    return Math.min(MOST_PAIRS_OF_AN_ATOM * systemSize, Math.max(MOST_PAIRS, large));
  }

  /** Number of rows. */
  int rows() {
    return rows;
  }

  /** The atom of a row. */
  int atom(int row) {
    return atoms[row];
  }

  /** Where a row begins. */
  int start(int row) {
    return row == 0 ? 0 : ends[row - 1];
  }

  /** Where a row ends. */
  int end(int row) {
    return ends[row];
  }

  /** Number of pairs in all rows. */
  int size() {
    return size;
  }
}
