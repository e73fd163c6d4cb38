package dev.lehr.simulation.model;

import dev.lehr.simulation.autobatch.MemoryMetric;
import dev.lehr.simulation.parallel.Workers;
import dev.lehr.simulation.state.SimState;

/**
 * The Lennard-Jones potential 4 epsilon ((sigma/r)^12 - (sigma/r)^6), the same for all elements.
 *
 * <p>A pair counts where r is strictly below the cutoff; nothing is shifted there, so the energy
 * jumps as a pair crosses it (torch-sim's convention). The energy of an atom is half of that of its
 * pairs: the energies add up to the energy, where torch-sim 0.6's per-atom energies add up to twice
 * of it.
 *
 * <p>Stress is divided by |det(cell)|, also for systems that are not periodic, and is zero where
 * the cell has no volume. Two atoms at one place give NaN, in their system only.
 */
public final class LennardJones implements Model {

  /** The name in a campaign file. */
  public static final String NAME = "lennard-jones";

  /** To be raised with any change that changes a bit of a result. */
  private static final String CODE_VERSION = "2";

  private final double sigma;
  private final double epsilon;
  private final double cutoff;
  private final SystemLoop loop;

  /**
   * A potential.
   *
   * @param sigma distance at which the pair energy is zero, angstrom, above 0
   * @param epsilon depth of the well, eV, finite
   * @param cutoff angstrom, above 0; infinite for no cutoff, in systems that are not periodic
   * @param workers share the systems of a batch
   * @throws IllegalArgumentException where a parameter is out of its range
   */
  public LennardJones(double sigma, double epsilon, double cutoff, Workers workers) {
    this(sigma, epsilon, cutoff, workers, SystemLoop.skin(cutoff));
  }

  LennardJones(double sigma, double epsilon, double cutoff, Workers workers, double skin) {
    this.sigma = Parameters.length("sigma", sigma);
    this.epsilon = Parameters.finite("epsilon", epsilon);
    this.cutoff = Parameters.cutoff(cutoff);
    Kernel kernel = new PairKernel((row, type, types) -> evaluate(row), cutoff);
    this.loop = new SystemLoop(kernel, cutoff, workers, skin);
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
        .add(sigma, epsilon, cutoff)
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
    double sigma2 = sigma * sigma;
    double epsilon = this.epsilon;
    for (int k = 0; k < size; k++) {
      double inverse = 1 / square[k];
      double q2 = sigma2 * inverse;
      double q6 = q2 * q2 * q2;
      half[k] = 2 * epsilon * (q6 * q6 - q6);
      g[k] = -24 * epsilon * (2 * (q6 * q6) - q6) * inverse;
    }
  }
}
