package dev.lehr.simulation.model;

import dev.lehr.simulation.autobatch.MemoryMetric;
import dev.lehr.simulation.parallel.Workers;
import dev.lehr.simulation.state.SimState;

/**
 * The Morse potential epsilon (1 - exp(-alpha (r - sigma)))^2 - epsilon, the same for all elements
 * (P. M. Morse, Phys. Rev. 34, 57 (1929)). sigma is where the well is deepest; a pair counts where
 * r is strictly below the cutoff, and nothing is shifted there.
 *
 * <p>The energy of an atom is half of that of its pairs. Stress is divided by |det(cell)|, also for
 * systems that are not periodic, and is zero where the cell has no volume. Two atoms at one place
 * have no direction of force: they give NaN, in their system only.
 */
public final class Morse implements Model {

  /** The name in a campaign file. */
  public static final String NAME = "morse";

  /** Default distance of the minimum, angstrom. */
  public static final double DEFAULT_SIGMA = 1;

  /** Default depth of the well, eV. */
  public static final double DEFAULT_EPSILON = 5;

  /** Default stiffness, 1/angstrom. */
  public static final double DEFAULT_ALPHA = 5;

  /** Default cutoff in units of sigma. */
  public static final double DEFAULT_CUTOFF = 2.5;

  /** To be raised with any change that changes a bit of a result. */
  private static final String CODE_VERSION = "1";

  private final double sigma;
  private final double epsilon;
  private final double alpha;
  private final double cutoff;
  private final SystemLoop loop;

  /**
   * A potential.
   *
   * @param sigma distance at which the pair energy is lowest, angstrom, above 0
   * @param epsilon depth of the well, eV, finite
   * @param alpha stiffness, 1/angstrom, finite
   * @param cutoff angstrom, above 0; infinite for no cutoff, in systems that are not periodic
   * @param workers share the systems of a batch
   * @throws IllegalArgumentException where a parameter is out of its range
   */
  public Morse(double sigma, double epsilon, double alpha, double cutoff, Workers workers) {
    this.sigma = Parameters.length("sigma", sigma);
    this.epsilon = Parameters.finite("epsilon", epsilon);
    this.alpha = Parameters.finite("alpha", alpha);
    this.cutoff = Parameters.cutoff(cutoff);
    Kernel kernel = new PairKernel((row, type, types) -> evaluate(row), cutoff);
    this.loop = new SystemLoop(kernel, cutoff, workers);
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public String digest() {
    return new ModelDigest()
        .add(NAME)
        .add("code " + CODE_VERSION)
        .add(sigma, epsilon, alpha, cutoff)
        .hex();
  }

  /** A pair potential: no farther than its neighbours. */
  @Override
  public double range() {
    return cutoff();
  }

  @Override
  public double cutoff() {
    return cutoff;
  }

  @Override
  public boolean supports(int atomicNumber) {
    return atomicNumber > 0;
  }

  @Override
  public MemoryMetric memoryScalesWith() {
    return Parameters.memoryScalesWith(cutoff);
  }

  /**
   * {@inheritDoc}
   *
   * @throws IllegalArgumentException where the cutoff is infinite and a system is periodic
   */
  @Override
  public void evaluate(SimState state, ModelOutput output) {
    loop.run(state, output);
  }

  private void evaluate(PairRow row) {
    int size = row.size();
    double[] square = row.square;
    double[] half = row.half;
    double[] g = row.g;
    double[] distance = row.work[0];
    double[] exp = row.work[1];
    double alpha = this.alpha;
    double sigma = this.sigma;
    double epsilon = this.epsilon;
    for (int k = 0; k < size; k++) {
      double r = Math.sqrt(square[k]);
      distance[k] = r;
      exp[k] = -alpha * (r - sigma);
    }
    Exponential.of(exp, row.work[2], size);
    for (int k = 0; k < size; k++) {
      double rest = 1 - exp[k];
      g[k] = 2 * epsilon * alpha * (rest * exp[k]) / distance[k];
      // Where the force is not finite the energy is not a number either.
      half[k] = 0.5 * epsilon * (rest * rest - 1) + 0 * g[k];
    }
  }
}
