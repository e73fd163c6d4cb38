package dev.lehr.simulation.neighbors;

import java.util.Arrays;

/**
 * Rows of the upper half of a neighbour list as a search finds them: for each of some atoms its
 * second atoms with the code of their image, in the order of the list.
 */
final class PairRows {

  private static final int MOST_PAIRS = 1 << 28;
  private static final int MOST_PAIRS_OF_AN_ATOM = 1 << 17;

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
   * @param rows number of rows to come
   * @param expected a guess at the number of pairs
   */
  PairRows(int systemSize, int rows, int expected) {
    this.most = Math.min(MOST_PAIRS, (long) MOST_PAIRS_OF_AN_ATOM * systemSize);
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

  static NeighborSearchException tooMany(long most) {
    return new NeighborSearchException(
        "more than " + most + " pairs within the cutoff; the cell may have collapsed");
  }

  /** Whether so many pairs of a system, of all its rows, are more than are kept. */
  static void checkTotal(long pairs) {
    if (pairs > MOST_PAIRS) {
      throw tooMany(MOST_PAIRS);
    }
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
