package dev.lehr.simulation.neighbors;

import dev.lehr.simulation.parallel.Workers;
import java.util.Arrays;

/**
 * The atoms of a system folded into its cell, for a search. What is reported, and the distance that
 * decides, refer to the positions as they were given.
 */
final class FoldedAtoms {

  private static final double MOST_IMAGES = 1 << 20;
  private static final int ATOMS_A_PIECE = 8192;

  private final double[] positions;
  private final boolean[] pbc;
  private final Lattice lattice;
  private final int n;

  /** For each atom the lattice vector that was taken off to fold it into the cell. */
  private final int[] fold;

  /** For each atom its coordinates along the axes: fractional, 0 to 1; angstrom on open axes. */
  private final double[] along;

  private final double[] low = new double[3];
  private final double[] width = new double[3];
  private final int[] foldRange = new int[3];

  FoldedAtoms(double[] positions, double[] cell, boolean[] pbc, Workers workers) {
    this.positions = positions;
    this.pbc = pbc;
    this.lattice = Lattice.of(cell, pbc);
    this.n = positions.length / 3;
    this.fold = new int[3 * n];
    this.along = new double[3 * n];
    int pieces = (n + ATOMS_A_PIECE - 1) / ATOMS_A_PIECE;
    Range[] ranges = new Range[pieces];
    if (pieces == 1) {
      ranges[0] = foldAtoms(0, n);
    } else {
      workers.forEach(
          pieces,
          p -> ranges[p] = foldAtoms(p * ATOMS_A_PIECE, Math.min(n, (p + 1) * ATOMS_A_PIECE)));
    }
    Range all = new Range();
    for (Range range : ranges) {
      all.add(range);
    }
    for (int k = 0; k < 3; k++) {
      low[k] = pbc[k] ? 0 : all.low[k];
      width[k] = pbc[k] ? lattice.height(k) : all.high[k] - all.low[k];
      foldRange[k] = n == 0 ? 0 : all.highFold[k] - all.lowFold[k];
    }
  }

  private static final class Range {
    final double[] low = new double[3];
    final double[] high = new double[3];
    final int[] lowFold = new int[3];
    final int[] highFold = new int[3];

    Range() {
      Arrays.fill(low, Double.POSITIVE_INFINITY);
      Arrays.fill(high, Double.NEGATIVE_INFINITY);
      Arrays.fill(lowFold, Integer.MAX_VALUE);
      Arrays.fill(highFold, Integer.MIN_VALUE);
    }

    void add(Range other) {
      for (int k = 0; k < 3; k++) {
        low[k] = Math.min(low[k], other.low[k]);
        high[k] = Math.max(high[k], other.high[k]);
        lowFold[k] = Math.min(lowFold[k], other.lowFold[k]);
        highFold[k] = Math.max(highFold[k], other.highFold[k]);
      }
    }
  }

  private Range foldAtoms(int from, int to) {
    Range range = new Range();
    for (int k = 0; k < 3; k++) {
      if (pbc[k]) {
        foldPeriodic(k, from, to, range);
      } else {
        range.lowFold[k] = 0;
        range.highFold[k] = 0;
        for (int i = from; i < to; i++) {
          double f = along(i, k);
          along[3 * i + k] = f;
          range.low[k] = Math.min(range.low[k], f);
          range.high[k] = Math.max(range.high[k], f);
        }
      }
    }
    return range;
  }

  private double along(int i, int k) {
    return lattice.along(k, positions[3 * i], positions[3 * i + 1], positions[3 * i + 2]);
  }

  private void foldPeriodic(int k, int from, int to, Range range) {
    int least = Integer.MAX_VALUE;
    int most = Integer.MIN_VALUE;
    for (int i = from; i < to; i++) {
      double f = along(i, k);
      double whole = Math.floor(f);
      if (Math.abs(whole) > MOST_IMAGES / 4) {
        throw new NeighborSearchException(
            "atom " + i + " lies " + whole + " cells away from the cell, more than can be counted");
      }
      int cells = (int) whole;
      fold[3 * i + k] = cells;
      along[3 * i + k] = f - whole;
      least = Math.min(least, cells);
      most = Math.max(most, cells);
    }
    range.lowFold[k] = least;
    range.highFold[k] = most;
  }

  int n() {
    return n;
  }

  Lattice lattice() {
    return lattice;
  }

  boolean periodic(int k) {
    return pbc[k];
  }

  /** Height of the cell along an axis, or of the atoms where it is open, angstrom. */
  double width(int k) {
    return width[k];
  }

  /** Least coordinate along an axis. */
  double low(int k) {
    return low[k];
  }

  /** Cells that were taken off an atom along an axis. */
  int fold(int atom, int k) {
    return fold[3 * atom + k];
  }

  /** Difference of the largest and the least fold along an axis. */
  int foldRange(int k) {
    return foldRange[k];
  }

  /** Whether not all atoms were folded by the same lattice vector. */
  boolean foldsDiffer() {
    return foldRange[0] != 0 || foldRange[1] != 0 || foldRange[2] != 0;
  }

  /** Coordinates of all atoms along the axes, 3 each. Shared: read only. */
  double[] along() {
    return along;
  }

  /** Cartesian coordinate c of a folded atom, angstrom. */
  double folded(int i, int c) {
    double[] basis = lattice.basis();
    return positions[3 * i + c]
        - fold[3 * i] * basis[c]
        - fold[3 * i + 1] * basis[3 + c]
        - fold[3 * i + 2] * basis[6 + c];
  }
}
