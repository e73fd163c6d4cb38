package dev.lehr.simulation.dynamics;

import dev.lehr.simulation.state.Scope;
import dev.lehr.simulation.state.SimState;

/**
 * What has been observed of a system: the numbers of its last step, and means and fluctuations over
 * all steps that count, which are kept without a trajectory (B. P. Welford, Technometrics 4, 419,
 * 1962).
 */
public final class Observables {

  /** Column of the last step's numbers, in the places of {@link Observable}. */
  public static final String LAST = "observables";

  /** Column of the means, in the places of {@link Observable}. */
  public static final String MEAN = "observables_mean";

  /** Column of the sums of squared deviations from the means. */
  public static final String SQUARES = "observables_squares";

  /** Column of the number of steps in the means (integer). */
  public static final String SAMPLES = "observables_samples";

  /** Column of the conserved quantity at the start, eV. */
  public static final String CONSERVED_START = "conserved_start";

  private static final int WIDTH = Observable.values().length;

  private final double[] last = new double[WIDTH];
  private final double[] mean = new double[WIDTH];
  private final double[] squares = new double[WIDTH];
  private final long samples;
  private final double conservedStart;

  private Observables(SimState batch, int system) {
    System.arraycopy(batch.doubles(LAST), WIDTH * system, last, 0, WIDTH);
    System.arraycopy(batch.doubles(MEAN), WIDTH * system, mean, 0, WIDTH);
    System.arraycopy(batch.doubles(SQUARES), WIDTH * system, squares, 0, WIDTH);
    samples = batch.longs(SAMPLES)[system];
    conservedStart = batch.doubles(CONSERVED_START)[system];
  }

  /** Those of a system that a {@link Dynamics} moves or moved; a copy. */
  public static Observables of(SimState batch, int system) {
    return new Observables(batch, system);
  }

  /** Whether a state comes from molecular dynamics. */
  public static boolean areIn(SimState state) {
    return state.hasColumn(LAST);
  }

  /** After the last step. */
  public double last(Observable observable) {
    return last[observable.place()];
  }

  /** Mean over the steps that count; not-a-number before the first of them. */
  public double mean(Observable observable) {
    return samples == 0 ? Double.NaN : mean[observable.place()];
  }

  /**
   * Standard deviation of the steps that count, which are correlated: it is the size of the
   * fluctuations and not the error of the mean. Not-a-number with fewer than two steps.
   */
  public double standardDeviation(Observable observable) {
    return samples < 2 ? Double.NaN : Math.sqrt(squares[observable.place()] / (samples - 1));
  }

  /** Number of steps in the means. */
  public long samples() {
    return samples;
  }

  /** Change of the conserved quantity since the start, eV. */
  public double drift() {
    return last(Observable.CONSERVED) - conservedStart;
  }

  static void addTo(SimState state) {
    state.addDoubles(LAST, Scope.SYSTEM, WIDTH, Double.NaN);
    state.addDoubles(MEAN, Scope.SYSTEM, WIDTH, 0);
    state.addDoubles(SQUARES, Scope.SYSTEM, WIDTH, 0);
    state.addLongs(SAMPLES, Scope.SYSTEM, 1, 0);
    state.addDoubles(CONSERVED_START, Scope.SYSTEM, 1, Double.NaN);
  }

  /** Puts a number of the last step. */
  static void put(SimState batch, int system, Observable observable, double value) {
    batch.doubles(LAST)[WIDTH * system + observable.place()] = value;
  }

  /** Counts the numbers of the last step in the means. */
  static void count(SimState batch, int system) {
    long n = ++batch.longs(SAMPLES)[system];
    double[] last = batch.doubles(LAST);
    double[] mean = batch.doubles(MEAN);
    double[] squares = batch.doubles(SQUARES);
    for (int i = WIDTH * system; i < WIDTH * (system + 1); i++) {
      double before = last[i] - mean[i];
      mean[i] += before / n;
      squares[i] += before * (last[i] - mean[i]);
    }
  }
}
