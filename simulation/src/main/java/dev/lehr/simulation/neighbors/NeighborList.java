package dev.lehr.simulation.neighbors;

import dev.lehr.simulation.parallel.Workers;
import dev.lehr.simulation.state.SimState;
import java.util.Arrays;

/**
 * The pairs of one system that are closer than a cutoff. Immutable.
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
 * <p>In a full list every pair stands in both directions. {@link #upperStarts()} says where in each
 * row its upper half begins: the halves together hold each pair once, j above i, or j = i with S
 * lexicographically above 0. A half list has the upper halves only, in half of the memory and time;
 * its {@link #upperStarts()} are its {@link #starts()}, so that what reads upper halves reads both
 * kinds of lists alike.
 */
public final class NeighborList {

  private final int[] starts;
  private final int[] upperStarts;
  private final int[] neighbors;
  private final int[] shiftIds;
  private final int[] shifts;

  private final boolean half;

  private NeighborList(
      int[] starts,
      int[] upperStarts,
      int[] neighbors,
      int[] shiftIds,
      int[] shifts,
      boolean half) {
    this.starts = starts;
    this.upperStarts = upperStarts;
    this.neighbors = neighbors;
    this.shiftIds = shiftIds;
    this.shifts = shifts;
    this.half = half;
  }

  /**
   * Lists the pairs of one system, in both directions.
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
    return halfOf(positions, cell, pbc, cutoff, Workers.serial()).full();
  }

  /**
   * Lists the pairs of one system of a batch; see {@link #of(double[], double[], boolean[],
   * double)}.
   */
  public static NeighborList of(SimState state, int system, double cutoff) {
    return of(positionsOf(state, system), cellOf(state, system), pbcOf(state, system), cutoff);
  }

  /**
   * Lists each pair of one system once. Arguments and errors as for {@link #of(double[], double[],
   * boolean[], double)}.
   *
   * @param workers share the work where there are many atoms; the list does not depend on them
   */
  public static NeighborList halfOf(
      double[] positions, double[] cell, boolean[] pbc, double cutoff, Workers workers) {
    return halfOf(positions, cell, pbc, cutoff, workers, PairSearch.Way.QUICKER);
  }

  static NeighborList halfOf(
      double[] positions,
      double[] cell,
      boolean[] pbc,
      double cutoff,
      Workers workers,
      PairSearch.Way way) {
    PairSearch.Result found = PairSearch.find(positions, cell, pbc, cutoff, workers, way);
    return assemble(positions.length / 3, found, workers);
  }

  /**
   * The number of directed pairs strictly below a cutoff, without storing them; the {@code n_edges}
   * of memory metrics. Arguments and errors as for {@link #of(double[], double[], boolean[],
   * double)}.
   */
  public static long countEdges(double[] positions, double[] cell, boolean[] pbc, double cutoff) {
    PairSearch.Way way = PairSearch.Way.QUICKER;
    return 2 * PairSearch.find(positions, cell, pbc, cutoff, Workers.serial(), way).pairs();
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

  /** Number of directed pairs, also of a half list. */
  public int nEdges() {
    return half ? 2 * neighbors.length : neighbors.length;
  }

  /** Whether the list has the upper halves of the rows only. */
  public boolean isHalf() {
    return half;
  }

  /** N + 1 offsets of the rows. Shared: read only. */
  public int[] starts() {
    return starts;
  }

  /**
   * Offsets, for each of the N atoms that of the first pair of its row's upper half, which ends
   * where the next row starts. Shared: read only.
   */
  public int[] upperStarts() {
    return upperStarts;
  }

  /** Index of the second atom of each pair in the list. Shared: read only. */
  public int[] neighbors() {
    return neighbors;
  }

  /** For each pair in the list a row of {@link #shifts()}. Shared: read only. */
  public int[] shiftIds() {
    return shiftIds;
  }

  /**
   * The different shifts S that occur in either direction of a pair, 3 a row, in lexicographic
   * order. Shared: read only.
   */
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

  private static NeighborList assemble(int n, PairSearch.Result found, Workers workers) {
    int[] shifts = found.codes().finish();
    int[] starts = new int[n + 1];
    for (PairRows part : found.parts()) {
      for (int row = 0; row < part.rows(); row++) {
        starts[part.atom(row) + 1] = part.end(row) - part.start(row);
      }
    }
    for (int i = 0; i < n; i++) {
      starts[i + 1] += starts[i];
    }
    int[] neighbors = new int[starts[n]];
    int[] shiftIds = new int[starts[n]];
    PairSearch.forEach(
        workers,
        found.parts().length,
        p -> place(found.parts()[p], found.codes(), starts, neighbors, shiftIds));
    return new NeighborList(starts, starts, neighbors, shiftIds, shifts, true);
  }

  private static void place(
      PairRows rows, ImageCodes codes, int[] starts, int[] neighbors, int[] shiftIds) {
    for (int row = 0; row < rows.rows(); row++) {
      int from = rows.start(row);
      int at = starts[rows.atom(row)];
      System.arraycopy(rows.other, from, neighbors, at, rows.end(row) - from);
      codes.idsOf(rows, row, shiftIds, at);
    }
  }

  /**
   * The list with every pair in both directions; this one where it is so already.
   *
   * <p>Rows are taken in order and each from its end, so that the lower halves fill up in order
   * too: by the first atom, and for one of them by rising mirrored shift.
   */
  public NeighborList full() {
    if (!half) {
      return this;
    }
    int n = nAtoms();
    int[] all = new int[n + 1];
    for (int i = 0; i < n; i++) {
      all[i + 1] += starts[i + 1] - starts[i];
    }
    for (int j : neighbors) {
      all[j + 1]++;
    }
    for (int i = 0; i < n; i++) {
      all[i + 1] += all[i];
    }
    int[] next = Arrays.copyOf(all, n);
    int[] upper = new int[n];
    int[] both = new int[2 * neighbors.length];
    int[] ids = new int[2 * neighbors.length];
    int last = shifts.length / 3 - 1;
    for (int i = 0; i < n; i++) {
      for (int k = starts[i + 1] - 1; k >= starts[i]; k--) {
        int at = next[neighbors[k]]++;
        both[at] = i;
        ids[at] = last - shiftIds[k];
      }
      upper[i] = next[i];
      System.arraycopy(neighbors, starts[i], both, upper[i], starts[i + 1] - starts[i]);
      System.arraycopy(shiftIds, starts[i], ids, upper[i], starts[i + 1] - starts[i]);
    }
    return new NeighborList(all, upper, both, ids, shifts, false);
  }
}
