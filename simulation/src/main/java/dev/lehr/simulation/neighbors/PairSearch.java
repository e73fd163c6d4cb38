package dev.lehr.simulation.neighbors;

import java.util.Arrays;

/**
 * Finds all pairs of a system that are closer than a cutoff, in time linear in the number of atoms.
 *
 * <p>Atoms are folded into the cell and sorted into bins about half a cutoff wide, cut parallel to
 * the faces of the cell. A bin is compared with the bins within the cutoff, of periodic images too;
 * a cell smaller than the cutoff has one bin and many images. Folding is only for the search: what
 * is reported, and the distance that decides, refer to the positions as they were given.
 */
final class PairSearch {

  /** Receives each pair once, in one of its two directions. */
  @FunctionalInterface
  interface Visitor {
    /** The pair of atom i and the image of atom j at r_j + (sx, sy, sz)·cell. */
    void pair(int i, int j, int sx, int sy, int sz);
  }

  /** Work beyond which a search is refused: the cell has collapsed. */
  private static final double MOST_CANDIDATES = 5e9;

  private static final double MOST_IMAGES = 1 << 20;

  private final double[] positions;
  private final double[] cell;
  private final boolean[] pbc;
  private final int n;
  private final double farthest;
  private final double reach;
  private final Lattice lattice;

  /** For each atom the lattice vector that was taken off to fold it into the cell. */
  private final int[] fold;

  private final int[] bins = new int[3];
  private final int[] span = new int[3];
  private int[] binStart = new int[0];
  private final int[] order;
  private final double[] folded;

  private PairSearch(double[] positions, double[] cell, boolean[] pbc, double cutoff) {
    this.positions = positions;
    this.cell = cell;
    this.pbc = pbc;
    this.n = positions.length / 3;
    this.farthest = largestSquareBelow(cutoff);
    this.reach = cutoff * (1 + 1e-9) + 1e-12 * largestMagnitude(positions);
    this.lattice = Lattice.of(cell, pbc);
    this.fold = new int[3 * n];
    this.order = new int[n];
    this.folded = new double[3 * n];
  }

  /**
   * Visits every pair with |r_j - r_i + S·cell| below the cutoff once, in no particular order.
   *
   * @throws IllegalArgumentException where the cutoff is not positive, or infinite in a periodic
   *     system
   * @throws NeighborSearchException where the system is not fit for a search
   */
  static void visit(
      double[] positions, double[] cell, boolean[] pbc, double cutoff, Visitor visitor) {
    check(positions, cell, pbc, cutoff);
    PairSearch search = new PairSearch(positions, cell, pbc, cutoff);
    search.sortIntoBins();
    search.compareBins(visitor);
  }

  /**
   * The largest number whose square root is below the cutoff, so that {@code r2 <= it} says exactly
   * what {@code Math.sqrt(r2) < cutoff} says, without the root.
   */
  static double largestSquareBelow(double cutoff) {
    if (cutoff == Double.POSITIVE_INFINITY) {
      return cutoff;
    }
    double square = cutoff * cutoff;
    while (Math.sqrt(square) >= cutoff) {
      square = Math.nextDown(square);
    }
    while (Math.sqrt(Math.nextUp(square)) < cutoff) {
      square = Math.nextUp(square);
    }
    return square;
  }

  private static void check(double[] positions, double[] cell, boolean[] pbc, double cutoff) {
    if (!(cutoff > 0)) {
      throw new IllegalArgumentException("the cutoff is " + cutoff + ", expected a length above 0");
    }
    if (cutoff == Double.POSITIVE_INFINITY && (pbc[0] || pbc[1] || pbc[2])) {
      throw new IllegalArgumentException(
          "an infinite cutoff needs a system that is not periodic; pbc is " + Arrays.toString(pbc));
    }
    for (double x : positions) {
      if (!Double.isFinite(x)) {
        throw new NeighborSearchException("a position is not finite: " + x);
      }
    }
    for (double x : cell) {
      if (!Double.isFinite(x)) {
        throw new NeighborSearchException("the cell is not finite: " + Arrays.toString(cell));
      }
    }
  }

  static double largestMagnitude(double[] values) {
    double largest = 0;
    for (double x : values) {
      largest = Math.max(largest, Math.abs(x));
    }
    return largest;
  }

  private void sortIntoBins() {
    double[] along = new double[3 * n];
    double[] low = new double[3];
    double[] width = new double[3];
    for (int k = 0; k < 3; k++) {
      width[k] = foldAxis(k, along, low);
    }
    chooseBins(width);
    int[] binOf = new int[n];
    for (int i = 0; i < n; i++) {
      for (int k = 0; k < 3; k++) {
        double extent = pbc[k] ? 1 : width[k];
        double at = extent > 0 ? (along[3 * i + k] - low[k]) / extent * bins[k] : 0;
        int b = Math.max(0, Math.min(bins[k] - 1, (int) at));
        binOf[i] = binOf[i] * bins[k] + b;
      }
    }
    fillBins(binOf);
  }

  /** Folds one axis; returns the height of the cell (or of the atoms) along it, angstrom. */
  private double foldAxis(int k, double[] along, double[] low) {
    double high = Double.NEGATIVE_INFINITY;
    double least = Double.POSITIVE_INFINITY;
    for (int i = 0; i < n; i++) {
      double f = lattice.along(k, positions[3 * i], positions[3 * i + 1], positions[3 * i + 2]);
      if (pbc[k]) {
        double whole = Math.floor(f);
        if (Math.abs(whole) > MOST_IMAGES / 4) {
          throw new NeighborSearchException(
              "atom "
                  + i
                  + " lies "
                  + whole
                  + " cells away from the cell, more than can be counted");
        }
        fold[3 * i + k] = (int) whole;
        f -= whole;
      }
      along[3 * i + k] = f;
      least = Math.min(least, f);
      high = Math.max(high, f);
    }
    low[k] = pbc[k] ? 0 : least;
    return pbc[k] ? lattice.height(k) : high - least;
  }

  /** About two bins a cutoff, not many more bins than atoms. */
  private void chooseBins(double[] width) {
    double candidates = (double) n * n;
    double most = 8.0 * n + 64;
    double[] wish = new double[3];
    for (int k = 0; k < 3; k++) {
      wish[k] = Math.max(1, Math.floor(2 * width[k] / reach));
    }
    while (wish[0] * wish[1] * wish[2] > most) {
      int widest = wish[0] >= wish[1] ? (wish[0] >= wish[2] ? 0 : 2) : (wish[1] >= wish[2] ? 1 : 2);
      wish[widest] = Math.max(1, Math.floor(wish[widest] / 2));
    }
    for (int k = 0; k < 3; k++) {
      bins[k] = (int) wish[k];
      double steps = Math.ceil(reach * wish[k] / width[k]);
      span[k] = (int) Math.min(steps, pbc[k] ? MOST_IMAGES / 4 : wish[k] - 1);
      candidates *= (2.0 * span[k] + 1) / wish[k];
    }
    if (candidates > MOST_CANDIDATES) {
      throw new NeighborSearchException(
          "a cell with heights of "
              + Arrays.toString(width)
              + " angstrom holds too many images within a cutoff of "
              + reach
              + " angstrom");
    }
  }

  private void fillBins(int[] binOf) {
    binStart = new int[bins[0] * bins[1] * bins[2] + 1];
    for (int b : binOf) {
      binStart[b + 1]++;
    }
    for (int b = 1; b < binStart.length; b++) {
      binStart[b] += binStart[b - 1];
    }
    int[] next = binStart.clone();
    double[] basis = lattice.basis();
    for (int i = 0; i < n; i++) {
      int at = next[binOf[i]]++;
      order[at] = i;
      for (int c = 0; c < 3; c++) {
        double x = positions[3 * i + c];
        for (int k = 0; k < 3; k++) {
          x -= fold[3 * i + k] * basis[3 * k + c];
        }
        folded[3 * at + c] = x;
      }
    }
  }

  /** Compares each bin with itself and with the bins at half of all offsets; -o mirrors o. */
  private void compareBins(Visitor visitor) {
    int[] at = new int[3];
    for (at[0] = 0; at[0] < bins[0]; at[0]++) {
      for (at[1] = 0; at[1] < bins[1]; at[1]++) {
        for (at[2] = 0; at[2] < bins[2]; at[2]++) {
          compareBin(at, visitor);
        }
      }
    }
  }

  private void compareBin(int[] at, Visitor visitor) {
    int here = (at[0] * bins[1] + at[1]) * bins[2] + at[2];
    if (binStart[here] == binStart[here + 1]) {
      return;
    }
    for (int ox = 0; ox <= span[0]; ox++) {
      for (int oy = ox == 0 ? 0 : -span[1]; oy <= span[1]; oy++) {
        for (int oz = ox == 0 && oy == 0 ? 0 : -span[2]; oz <= span[2]; oz++) {
          compare(at, here, ox, oy, oz, visitor);
        }
      }
    }
  }

  private void compare(int[] at, int here, int ox, int oy, int oz, Visitor visitor) {
    int tx = at[0] + ox;
    int ty = at[1] + oy;
    int tz = at[2] + oz;
    int ix = Math.floorDiv(tx, bins[0]);
    int iy = Math.floorDiv(ty, bins[1]);
    int iz = Math.floorDiv(tz, bins[2]);
    if ((ix != 0 && !pbc[0]) || (iy != 0 && !pbc[1]) || (iz != 0 && !pbc[2])) {
      return;
    }
    int there =
        ((tx - ix * bins[0]) * bins[1] + (ty - iy * bins[1])) * bins[2] + (tz - iz * bins[2]);
    boolean same = ox == 0 && oy == 0 && oz == 0;
    double[] b = lattice.basis();
    double vx = ix * b[0] + iy * b[3] + iz * b[6];
    double vy = ix * b[1] + iy * b[4] + iz * b[7];
    double vz = ix * b[2] + iy * b[5] + iz * b[8];
    double near = reach * reach;
    int end = binStart[there + 1];
    for (int p = binStart[here]; p < binStart[here + 1]; p++) {
      double x = folded[3 * p] - vx;
      double y = folded[3 * p + 1] - vy;
      double z = folded[3 * p + 2] - vz;
      for (int q = same ? p + 1 : binStart[there]; q < end; q++) {
        double dx = folded[3 * q] - x;
        double dy = folded[3 * q + 1] - y;
        double dz = folded[3 * q + 2] - z;
        if (dx * dx + dy * dy + dz * dz <= near) {
          report(order[p], order[q], ix, iy, iz, visitor);
        }
      }
    }
  }

  /** Decides with the distance as a model will compute it. */
  private void report(int i, int j, int ix, int iy, int iz, Visitor visitor) {
    int sx = ix + fold[3 * i] - fold[3 * j];
    int sy = iy + fold[3 * i + 1] - fold[3 * j + 1];
    int sz = iz + fold[3 * i + 2] - fold[3 * j + 2];
    double dx = positions[3 * j] - positions[3 * i] + (sx * cell[0] + sy * cell[3] + sz * cell[6]);
    double dy =
        positions[3 * j + 1] - positions[3 * i + 1] + (sx * cell[1] + sy * cell[4] + sz * cell[7]);
    double dz =
        positions[3 * j + 2] - positions[3 * i + 2] + (sx * cell[2] + sy * cell[5] + sz * cell[8]);
    if (dx * dx + dy * dy + dz * dz <= farthest) {
      visitor.pair(i, j, sx, sy, sz);
    }
  }
}
