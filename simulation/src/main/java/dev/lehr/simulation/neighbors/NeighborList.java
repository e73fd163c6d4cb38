package dev.lehr.simulation.neighbors;

import dev.lehr.simulation.state.SimState;
import java.util.Arrays;

/**
 * All directed pairs of one system that are closer than a cutoff. Immutable.
 *
 * <p>The neighbours of atom {@code i} stand at {@code starts[i]} to {@code starts[i + 1]} of {@link
 * #neighbors()} and {@link #shiftIds()}. Entry {@code k} means the vector
 *
 * <pre>d = (r_j - r_i) + S·cell,  j = neighbors[k],  S = shifts of shiftIds[k]</pre>
 *
 * where the r are the positions as given, folded into the cell or not, and S counts lattice
 * vectors. Images of an atom are its own neighbours; (i, i, 0) is not in the list. A pair is kept
 * where |d| is strictly below the cutoff.
 *
 * <p>Order: by i, then j, then S lexicographically. It does not depend on how or when the list was
 * built: two lists of the same atoms with different skins, filtered to the same cutoff, give the
 * same pairs in the same order, hence the same sums to the last bit.
 *
 * <p>Every pair stands in the list in both directions. {@link #upperStarts()} says where in each
 * row the half begins that holds each pair once: j above i, or j = i with S lexicographically above
 * 0.
 */
public final class NeighborList {

  private final int[] starts;
  private final int[] upperStarts;
  private final int[] neighbors;
  private final int[] shiftIds;
  private final int[] shifts;

  private NeighborList(
      int[] starts, int[] upperStarts, int[] neighbors, int[] shiftIds, int[] shifts) {
    this.starts = starts;
    this.upperStarts = upperStarts;
    this.neighbors = neighbors;
    this.shiftIds = shiftIds;
    this.shifts = shifts;
  }

  /**
   * Lists the pairs of one system.
   *
   * @param positions 3N Cartesian coordinates, angstrom; they need not lie in the cell
   * @param cell 9 numbers, lattice vectors as rows, angstrom; those of axes that are not periodic
   *     may be anything, zero too
   * @param pbc periodicity along each lattice vector
   * @param cutoff angstrom; infinite for all pairs of a system that is not periodic
   * @throws IllegalArgumentException where the cutoff is not positive, or infinite in a periodic
   *     system
   * @throws NeighborSearchException where positions or cell are not finite, the periodic vectors
   *     span no volume, or the pairs are too many to hold
   */
  public static NeighborList of(double[] positions, double[] cell, boolean[] pbc, double cutoff) {
    PairBuffer pairs = new PairBuffer(positions.length / 3);
    PairSearch.visit(positions, cell, pbc, cutoff, pairs);
    return assemble(positions.length / 3, pairs);
  }

  /**
   * Lists the pairs of one system of a batch; see {@link #of(double[], double[], boolean[],
   * double)}.
   */
  public static NeighborList of(SimState state, int system, double cutoff) {
    return of(positionsOf(state, system), cellOf(state, system), pbcOf(state, system), cutoff);
  }

  /**
   * The number of directed pairs strictly below a cutoff, without storing them; the {@code n_edges}
   * of memory metrics. Arguments and errors as for {@link #of(double[], double[], boolean[],
   * double)}.
   */
  public static long countEdges(double[] positions, double[] cell, boolean[] pbc, double cutoff) {
    long[] count = new long[1];
    PairSearch.visit(positions, cell, pbc, cutoff, (i, j, sx, sy, sz) -> count[0] += 2);
    return count[0];
  }

  /** The number of directed pairs of one system of a batch. */
  public static long countEdges(SimState state, int system, double cutoff) {
    return countEdges(
        positionsOf(state, system), cellOf(state, system), pbcOf(state, system), cutoff);
  }

  /**
   * The largest number whose square root is below the cutoff: {@code r2 <= it} decides exactly as
   * {@code Math.sqrt(r2) < cutoff} does.
   */
  public static double largestSquareBelow(double cutoff) {
    return PairSearch.largestSquareBelow(cutoff);
  }

  /** Number of atoms. */
  public int nAtoms() {
    return starts.length - 1;
  }

  /** Number of directed pairs. */
  public int nEdges() {
    return neighbors.length;
  }

  /** N + 1 offsets of the rows. Shared: read only. */
  public int[] starts() {
    return starts;
  }

  /** N offsets, in each row that of the first pair of the upper half. Shared: read only. */
  public int[] upperStarts() {
    return upperStarts;
  }

  /** Index of the second atom of each directed pair. Shared: read only. */
  public int[] neighbors() {
    return neighbors;
  }

  /** For each directed pair a row of {@link #shifts()}. Shared: read only. */
  public int[] shiftIds() {
    return shiftIds;
  }

  /** The different shifts S that occur, 3 a row, in lexicographic order. Shared: read only. */
  public int[] shifts() {
    return shifts;
  }

  /**
   * The Cartesian vectors S·cell of all {@link #shifts()}, 3 a row, angstrom.
   *
   * @param cell cells as rows, of which the 9 numbers from {@code offset} are used
   * @param into where to put them; replaced by a larger array if too short
   * @return {@code into}, or the larger array
   */
  public double[] shiftVectors(double[] cell, int offset, double[] into) {
    double[] vectors = into.length < shifts.length ? new double[2 * shifts.length] : into;
    for (int s = 0; s < shifts.length; s += 3) {
      for (int c = 0; c < 3; c++) {
        vectors[s + c] =
            shifts[s] * cell[offset + c]
                + shifts[s + 1] * cell[offset + 3 + c]
                + shifts[s + 2] * cell[offset + 6 + c];
      }
    }
    return vectors;
  }

  static double[] positionsOf(SimState state, int system) {
    return Arrays.copyOfRange(
        state.positions(), 3 * state.firstAtom(system), 3 * state.firstAtom(system + 1));
  }

  static double[] cellOf(SimState state, int system) {
    return Arrays.copyOfRange(state.cell(), 9 * system, 9 * system + 9);
  }

  static boolean[] pbcOf(SimState state, int system) {
    return Arrays.copyOfRange(state.pbc(), 3 * system, 3 * system + 3);
  }

  private static NeighborList assemble(int n, PairBuffer pairs) {
    long[] distinct = pairs.distinctShifts();
    int[] starts = new int[n + 1];
    for (int p = 0; p < pairs.size; p++) {
      starts[pairs.first[p] + 1]++;
      starts[pairs.second[p] + 1]++;
    }
    for (int i = 0; i < n; i++) {
      starts[i + 1] += starts[i];
    }
    long[] keys = sortedKeys(n, pairs, starts, distinct);
    int[] neighbors = new int[keys.length];
    int[] shiftIds = new int[keys.length];
    for (int k = 0; k < keys.length; k++) {
      neighbors[k] = (int) (keys[k] >>> 32);
      shiftIds[k] = (int) keys[k];
    }
    int[] shifts = new int[3 * distinct.length];
    for (int s = 0; s < distinct.length; s++) {
      PackedShift.unpack(distinct[s], shifts, 3 * s);
    }
    int[] upper = upperStarts(starts, keys, distinct);
    return new NeighborList(starts, upper, neighbors, shiftIds, shifts);
  }

  /** Both directions of all pairs as j·2^32 + shift id, row by row, each row in order. */
  private static long[] sortedKeys(int n, PairBuffer pairs, int[] starts, long[] distinct) {
    long[] keys = new long[starts[n]];
    int[] next = starts.clone();
    int id = 0;
    int mirrored = 0;
    for (int p = 0; p < pairs.size; p++) {
      long shift = pairs.shift[p];
      if (distinct[id] != shift || p == 0) {
        id = Arrays.binarySearch(distinct, shift);
        mirrored = Arrays.binarySearch(distinct, PackedShift.negate(shift));
      }
      int i = pairs.first[p];
      int j = pairs.second[p];
      keys[next[i]++] = (long) j << 32 | id;
      keys[next[j]++] = (long) i << 32 | mirrored;
    }
    for (int i = 0; i < n; i++) {
      Arrays.sort(keys, starts[i], starts[i + 1]);
    }
    return keys;
  }

  private static int[] upperStarts(int[] starts, long[] keys, long[] distinct) {
    int[] upper = new int[starts.length - 1];
    int zero = Arrays.binarySearch(distinct, PackedShift.ZERO);
    int firstPositive = zero < 0 ? -zero - 1 : zero + 1;
    for (int i = 0; i < upper.length; i++) {
      int at = Arrays.binarySearch(keys, starts[i], starts[i + 1], (long) i << 32 | firstPositive);
      upper[i] = at < 0 ? -at - 1 : at;
    }
    return upper;
  }

  /** Collects each pair once. */
  private static final class PairBuffer implements PairSearch.Visitor {
    private static final int MOST_PAIRS = 1 << 24;
    private static final int MOST_PAIRS_OF_AN_ATOM = 1 << 17;

    private final long most;
    private int[] first = new int[256];
    private int[] second = new int[256];
    private long[] shift = new long[256];
    private int size;

    PairBuffer(int n) {
      most = Math.min(MOST_PAIRS, (long) MOST_PAIRS_OF_AN_ATOM * n);
    }

    @Override
    public void pair(int i, int j, int sx, int sy, int sz) {
      if (size == first.length) {
        if (size >= most) {
          throw new NeighborSearchException(
              "more than " + most + " pairs within the cutoff; the cell may have collapsed");
        }
        first = Arrays.copyOf(first, 2 * size);
        second = Arrays.copyOf(second, 2 * size);
        shift = Arrays.copyOf(shift, 2 * size);
      }
      first[size] = i;
      second[size] = j;
      shift[size] = PackedShift.pack(sx, sy, sz);
      size++;
    }

    /** The shifts that occur in either direction, ascending. */
    long[] distinctShifts() {
      PackedShift.Set seen = new PackedShift.Set();
      long last = Long.MIN_VALUE;
      for (int p = 0; p < size; p++) {
        if (shift[p] != last) {
          last = shift[p];
          seen.add(last);
          seen.add(PackedShift.negate(last));
        }
      }
      return seen.sorted();
    }
  }
}
