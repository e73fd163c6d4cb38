package dev.lehr.simulation.neighbors;

import dev.lehr.simulation.parallel.Workers;
import java.util.Arrays;
import java.util.function.IntConsumer;

/**
 * Finds the pairs of a system that are closer than a cutoff, each once, in the order of a {@link
 * NeighborList}: in time linear in the number of atoms, by bins, or by comparing all with all where
 * that is quicker.
 */
final class PairSearch {

  /** Work beyond which a search is refused: the cell has collapsed. */
  private static final double MOST_CANDIDATES = 5e9;

  private static final double MOST_IMAGES = 1 << 20;

  /** Bins are half a cutoff wide where they hold many atoms even so. */
  private static final double DENSE = 48;

  private static final int ROWS_A_PART = 256;

  // What steps of the two searches take, relative to each other, as measured.
  private static final double DIRECT_PAIR = 8;
  private static final double DIRECT_IMAGE = 4.5;
  private static final double BIN_ATOM = 250;
  private static final double BIN_CANDIDATE = 0.9;

  private final double[] positions;
  private final double[] cell;
  private final double cutoff;
  private final double farthest;
  private final double rounding;
  private final FoldedAtoms atoms;
  private final int[] bins = new int[3];
  private final int[] span = new int[3];

  /** Reach along each axis: in cells, or angstrom where it is open. */
  private final double[] reachAlong = new double[3];

  private PairSearch(
      double[] positions, double[] cell, boolean[] pbc, double cutoff, Workers workers) {
    this.positions = positions;
    this.cell = cell;
    this.cutoff = cutoff;
    this.farthest = largestSquareBelow(cutoff);
    double size = largestMagnitude(positions) + largestMagnitude(cell);
    this.rounding = (cutoff < Double.POSITIVE_INFINITY ? 1e-9 * cutoff : 0) + 1e-12 * size;
    this.atoms = new FoldedAtoms(positions, cell, pbc, workers);
    for (int k = 0; k < 3; k++) {
      double height = atoms.lattice().height(k);
      double inCells = pbc[k] ? (cutoff + rounding) / height : cutoff + rounding;
      reachAlong[k] = inCells * (1 + 1e-9) + 1e-9 + 1e-13 * size / height;
    }
  }

  /** How to search; all ways find the same. */
  enum Way {
    /** What takes less time. */
    QUICKER,
    /** {@link DirectSearch}. */
    DIRECT,
    /** {@link BinSearch}. */
    BINS
  }

  /** What a search found. */
  record Result(PairRows[] parts, ImageCodes codes) {
    /** Number of pairs, each counted once. */
    long pairs() {
      long sum = 0;
      for (PairRows part : parts) {
        sum += part.size();
      }
      return sum;
    }
  }

  /**
   * Finds every pair with |r_j - r_i + S·cell| below the cutoff once: j above i, or j = i with S
   * lexicographically above 0.
   *
   * @throws IllegalArgumentException where the cutoff is not positive, or infinite in a periodic
   *     system
   * @throws NeighborSearchException where the system is not fit for a search
   */
  static Result find(
      double[] positions, double[] cell, boolean[] pbc, double cutoff, Workers workers, Way way) {
    check(positions, cell, pbc, cutoff);
    return new PairSearch(positions, cell, pbc, cutoff, workers).run(workers, way);
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

  private Result run(Workers workers, Way way) {
    chooseBins();
    ImageCodes codes = new ImageCodes(atoms, farthestImage());
    boolean direct = way == Way.QUICKER ? directIsQuicker() : way == Way.DIRECT;
    PairRows[] parts = direct ? direct(codes, workers) : binned(codes, workers);
    Result result = new Result(parts, codes);
    PairRows.checkTotal(result.pairs(), atoms.n());
    return result;
  }

  private PairRows[] direct(ImageCodes codes, Workers workers) {
    DirectSearch search = new DirectSearch(positions, cell, atoms, codes, farthest, reachAlong);
    int n = atoms.n();
    int expected = expectedOfAnAtom();
    PairRows[] parts = new PairRows[Math.max(1, n / ROWS_A_PART)];
    forEach(
        workers,
        parts.length,
        p -> {
          int from = (int) ((long) n * p / parts.length);
          int to = (int) ((long) n * (p + 1) / parts.length);
          parts[p] = search.rows(from, to, parts.length, (to - from) * expected + 64);
          codes.note(parts[p]);
        });
    return parts;
  }

  private PairRows[] binned(ImageCodes codes, Workers workers) {
    BinSearch search =
        new BinSearch(positions, cell, atoms, codes, bins, span, farthest, cutoff, rounding);
    int expected = expectedOfAnAtom();
    PairRows[] parts = new PairRows[search.parts()];
    forEach(
        workers,
        parts.length,
        p -> {
          parts[p] = search.rows(p, expected);
          codes.note(parts[p]);
        });
    return parts;
  }

  /** As the workers do, but for work that is not worth a thread's waking up. */
  static void forEach(Workers workers, int n, IntConsumer task) {
    (n == 1 ? Workers.serial() : workers).forEach(n, task);
  }

  /** Pairs of an atom where the density is even; too large a guess is cut. */
  private int expectedOfAnAtom() {
    double volume = 1;
    for (int k = 0; k < 3; k++) {
      volume *= Math.max(1, atoms.width(k) / cutoff);
    }
    double pairs = 2.4 * atoms.n() / volume;
    for (int k = 0; k < 3; k++) {
      pairs *= atoms.periodic(k) ? Math.max(1, cutoff / atoms.width(k)) : 1;
    }
    return (int) Math.min(512, pairs);
  }

  /** At most two bins a cutoff, not many more bins than atoms. */
  private void chooseBins() {
    double reach = cutoff + rounding;
    double around = atoms.n();
    double[] wish = new double[3];
    for (int k = 0; k < 3; k++) {
      around *= Math.min(1, reach / atoms.width(k));
    }
    double aCutoff = around > DENSE ? 2 : 1;
    for (int k = 0; k < 3; k++) {
      wish[k] = Math.max(1, Math.floor(aCutoff * atoms.width(k) / reach));
    }
    double most = 8.0 * atoms.n() + 64;
    while (wish[0] * wish[1] * wish[2] > most) {
      int widest = wish[0] >= wish[1] ? (wish[0] >= wish[2] ? 0 : 2) : (wish[1] >= wish[2] ? 1 : 2);
      wish[widest] = Math.max(1, Math.floor(wish[widest] / 2));
    }
    for (int k = 0; k < 3; k++) {
      bins[k] = (int) wish[k];
      double steps = Math.ceil(reach * wish[k] / atoms.width(k));
      span[k] = (int) Math.min(steps, atoms.periodic(k) ? MOST_IMAGES / 4 : wish[k] - 1);
    }
    if (atoms.n() * candidates() > MOST_CANDIDATES) {
      throw new NeighborSearchException(
          "a cell with heights of "
              + Arrays.toString(new double[] {atoms.width(0), atoms.width(1), atoms.width(2)})
              + " angstrom holds too many images within a cutoff of "
              + reach
              + " angstrom");
    }
  }

  /** Atoms and images in the bins around an atom. */
  private double candidates() {
    double candidates = atoms.n();
    for (int k = 0; k < 3; k++) {
      candidates *= (2.0 * span[k] + 1) / bins[k];
    }
    return candidates;
  }

  private boolean directIsQuicker() {
    double images = 1;
    for (int k = 0; k < 3; k++) {
      images *= atoms.periodic(k) ? Math.max(1, 2 * reachAlong[k]) : 1;
    }
    double direct = 0.5 * atoms.n() * (DIRECT_PAIR + DIRECT_IMAGE * images);
    return direct < BIN_ATOM + BIN_CANDIDATE * candidates();
  }

  private int[] farthestImage() {
    int[] farthest = new int[3];
    for (int k = 0; k < 3; k++) {
      if (atoms.periodic(k)) {
        // Folded atoms are less than a cell apart.
        double bySpan = Math.ceil((double) span[k] / bins[k]);
        farthest[k] = (int) Math.max(bySpan, Math.floor(reachAlong[k] + 1));
      }
    }
    return farthest;
  }
}
