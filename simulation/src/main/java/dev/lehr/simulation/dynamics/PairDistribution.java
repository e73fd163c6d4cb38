package dev.lehr.simulation.dynamics;

import dev.lehr.simulation.neighbors.NeighborList;
import dev.lehr.simulation.parallel.Workers;
import dev.lehr.simulation.state.Column;
import dev.lehr.simulation.state.SimState;
import java.util.Arrays;
import java.util.Optional;

/**
 * The pair distribution g(r) of a system, summed while the trajectory is made: the number of pairs
 * in a shell over that of an ideal gas of the same density, N^2/V times the volume of the shell
 * (not N (N - 1)). All periodic images within {@code rMax} count. Each sample counts with the
 * volume that it had.
 *
 * <p>Blocks: first all pairs; then, where elements are counted apart, each pair of elements, in the
 * order (0, 0), (0, 1), ..., (1, 1), ... of {@link #elements()}.
 */
public final class PairDistribution {

  /** Column of the sums: number of samples, and the bins of each block. */
  static final String SUMS = "rdf_sums";

  private static final int MOST_PAIRS = 1 << 23;

  private final PairSampling sampling;
  private final int[] elements;
  private final long[] atoms;
  private final double[] sums;

  private PairDistribution(PairSampling sampling, int[] elements, long[] atoms, double[] sums) {
    this.sampling = sampling;
    this.elements = elements;
    this.atoms = atoms;
    this.sums = sums;
  }

  /** That of a system that a {@link Dynamics} of this sampling moves or moved; a copy. */
  public static PairDistribution of(SimState batch, int system, PairSampling sampling) {
    int[] elements = Species.of(batch, system);
    long[] atoms = new long[elements.length];
    for (int place : Species.places(batch, system, elements)) {
      atoms[place]++;
    }
    return new PairDistribution(sampling, elements, atoms, batch.ragged(SUMS)[system].clone());
  }

  /** Whether a state has one. */
  public static boolean isIn(SimState state) {
    return state.hasColumn(SUMS);
  }

  /** How it was sampled. */
  public PairSampling sampling() {
    return sampling;
  }

  /** Number of samples. */
  public long samples() {
    return (long) sums[0];
  }

  /** Atomic numbers of the elements, ascending. A copy. */
  public int[] elements() {
    return elements.clone();
  }

  /** The middle of a shell, angstrom. */
  public double r(int bin) {
    return (bin + 0.5) * sampling.rMax() / sampling.bins();
  }

  /** g of all pairs in each shell; not-a-number before the first sample. */
  public double[] all() {
    double n = Arrays.stream(atoms).sum();
    return normalised(0, n * n);
  }

  /**
   * g of two elements in each shell, whichever of them is named first.
   *
   * @param a place in {@link #elements()}
   * @param b likewise
   * @throws IllegalStateException where elements were not counted apart
   */
  public double[] of(int a, int b) {
    if (!sampling.byElements()) {
      throw new IllegalStateException("pairs of elements were not counted apart");
    }
    double pairs = (a == b ? 1.0 : 2.0) * atoms[a] * atoms[b];
    return normalised(1 + pair(Math.min(a, b), Math.max(a, b)), pairs);
  }

  private double[] normalised(int block, double pairs) {
    double[] g = new double[sampling.bins()];
    double thickness = sampling.rMax() / sampling.bins();
    for (int bin = 0; bin < g.length; bin++) {
      double inner = bin * thickness;
      double outer = (bin + 1) * thickness;
      double shell = 4 * Math.PI / 3 * (outer * outer * outer - inner * inner * inner);
      g[bin] = sums[1 + block * g.length + bin] / (sums[0] * pairs * shell);
    }
    return g;
  }

  private int pair(int a, int b) {
    return a * elements.length - a * (a - 1) / 2 + b - a;
  }

  static void addTo(SimState system, PairSampling sampling) {
    int elements = Species.of(system, 0).length;
    int blocks = 1 + (sampling.byElements() ? elements * (elements + 1) / 2 : 0);
    double[][] sums = {new double[1 + blocks * sampling.bins()]};
    system.putColumn(SUMS, new Column.Ragged(sums));
  }

  /** Why the pairs of a system cannot be counted, where they are too many to hold. */
  static Optional<String> tooMany(SimState batch, int system, PairSampling sampling) {
    double n = batch.nAtoms(system);
    double r = sampling.rMax();
    double sphere = 4 * Math.PI / 3 * r * r * r;
    double pairs = n * n / 2 * sphere / Math.abs(batch.volume(system));
    return pairs <= MOST_PAIRS
        ? Optional.empty()
        : Optional.of(
            "about " + (float) pairs + " pairs within r_max, expected at most " + MOST_PAIRS);
  }

  /**
   * Counts the pairs of a moment.
   *
   * @throws dev.lehr.simulation.neighbors.NeighborSearchException where they are too many to hold
   */
  static void sample(SimState batch, int system, PairSampling sampling) {
    PairDistribution moment = of(batch, system, sampling);
    int bins = sampling.bins();
    long[] counts = moment.counts(batch, system);
    double volume = Math.abs(batch.volume(system));
    double[] sums = batch.ragged(SUMS)[system];
    sums[0]++;
    for (int bin = 0; bin < bins; bin++) {
      long all = 0;
      for (int block = 0; bin + block * bins < counts.length; block++) {
        all += counts[block * bins + bin];
      }
      sums[1 + bin] += all * volume;
    }
    if (sampling.byElements()) {
      for (int i = 0; i < counts.length; i++) {
        sums[1 + bins + i] += counts[i] * volume;
      }
    }
  }

  /** Directed pairs by pair of elements (of different ones in both directions) and bin. */
  private long[] counts(SimState batch, int system) {
    int from = batch.firstAtom(system);
    double[] x = Arrays.copyOfRange(batch.positions(), 3 * from, 3 * batch.firstAtom(system + 1));
    double[] cell = Arrays.copyOfRange(batch.cell(), 9 * system, 9 * system + 9);
    boolean[] pbc = Arrays.copyOfRange(batch.pbc(), 3 * system, 3 * system + 3);
    NeighborList list = NeighborList.halfOf(x, cell, pbc, sampling.rMax(), Workers.serial());
    double[] shifts = list.shiftVectors(cell, 0, new double[0]);
    int[] places = Species.places(batch, system, elements);
    long[] counts = new long[elements.length * (elements.length + 1) / 2 * sampling.bins()];
    for (int i = 0; i < places.length; i++) {
      for (int k = list.starts()[i]; k < list.starts()[i + 1]; k++) {
        int j = list.neighbors()[k];
        int s = 3 * list.shiftIds()[k];
        double squared = 0;
        for (int c = 0; c < 3; c++) {
          double d = x[3 * j + c] - x[3 * i + c] + shifts[s + c];
          squared += d * d;
        }
        int a = Math.min(places[i], places[j]);
        int b = Math.max(places[i], places[j]);
        counts[pair(a, b) * sampling.bins() + bin(Math.sqrt(squared))] += 2;
      }
    }
    return counts;
  }

  private int bin(double distance) {
    return Math.min(sampling.bins() - 1, (int) (distance * sampling.bins() / sampling.rMax()));
  }
}
