package dev.lehr.simulation.model;

import dev.lehr.simulation.autobatch.MemoryMetric;
import dev.lehr.simulation.neighbors.NeighborList;
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

  private static final String NAME = "lennard-jones";

  /** To be raised with any change that changes a bit of a result. */
  private static final String CODE_VERSION = "1";

  private final double sigma;
  private final double epsilon;
  private final double cutoff;
  private final double farthest;
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
    this(sigma, epsilon, cutoff, new SystemLoop(workers, require("cutoff", cutoff)));
  }

  LennardJones(double sigma, double epsilon, double cutoff, SystemLoop loop) {
    this.sigma = require("sigma", sigma);
    this.epsilon = epsilon;
    this.cutoff = require("cutoff", cutoff);
    if (!Double.isFinite(epsilon) || !Double.isFinite(sigma)) {
      throw new IllegalArgumentException(
          "sigma is " + sigma + " and epsilon " + epsilon + ", expected finite numbers");
    }
    this.farthest = NeighborList.largestSquareBelow(cutoff);
    this.loop = loop;
  }

  private static double require(String name, double value) {
    if (!(value > 0)) {
      throw new IllegalArgumentException(name + " is " + value + ", expected a length above 0");
    }
    return value;
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
    return cutoff == Double.POSITIVE_INFINITY
        ? MemoryMetric.N_ATOMS
        : MemoryMetric.N_ATOMS_X_DENSITY;
  }

  /**
   * {@inheritDoc}
   *
   * @throws IllegalArgumentException where the cutoff is infinite and a system is periodic
   */
  @Override
  public void evaluate(SimState state, ModelOutput output) {
    loop.run(state, output, this::evaluateSystem);
  }

  private void evaluateSystem(
      SimState state,
      int system,
      NeighborList list,
      ModelOutput output,
      SystemLoop.Scratch scratch) {
    int first = state.firstAtom(system);
    int n = state.nAtoms(system);
    double[] positions = state.positions();
    double[] shift = scratch.shiftVectors;
    double[] energies = output.energies();
    double[] forces = output.forces();
    int[] neighbors = list.neighbors();
    int[] shiftIds = list.shiftIds();
    int[] starts = list.starts();
    int[] upper = list.upperStarts();
    double sigma2 = sigma * sigma;
    double wxx = 0;
    double wyy = 0;
    double wzz = 0;
    double wyz = 0;
    double wxz = 0;
    double wxy = 0;
    for (int i = 0; i < n; i++) {
      int a = 3 * (first + i);
      double x = positions[a];
      double y = positions[a + 1];
      double z = positions[a + 2];
      double fx = 0;
      double fy = 0;
      double fz = 0;
      double e = 0;
      int end = starts[i + 1];
      for (int k = upper[i]; k < end; k++) {
        int j = first + neighbors[k];
        int b = 3 * j;
        int s = 3 * shiftIds[k];
        double dx = positions[b] - x + shift[s];
        double dy = positions[b + 1] - y + shift[s + 1];
        double dz = positions[b + 2] - z + shift[s + 2];
        double r2 = dx * dx + dy * dy + dz * dz;
        if (r2 > farthest) {
          continue;
        }
        double inverse = 1 / r2;
        double q2 = sigma2 * inverse;
        double q6 = q2 * q2 * q2;
        double half = 2 * epsilon * (q6 * q6 - q6);
        // g = V'(r)/r, so that the pair pulls i along d with g d.
        double g = -24 * epsilon * (2 * (q6 * q6) - q6) * inverse;
        double gx = g * dx;
        double gy = g * dy;
        double gz = g * dz;
        e += half;
        energies[j] += half;
        wxx += gx * dx;
        wyy += gy * dy;
        wzz += gz * dz;
        wyz += gy * dz;
        wxz += gx * dz;
        wxy += gx * dy;
        if (b != a) {
          fx += gx;
          fy += gy;
          fz += gz;
          forces[b] -= gx;
          forces[b + 1] -= gy;
          forces[b + 2] -= gz;
        }
      }
      energies[first + i] += e;
      forces[a] += fx;
      forces[a + 1] += fy;
      forces[a + 2] += fz;
    }
    double[] virial = scratch.virial;
    virial[0] = wxx;
    virial[1] = wyy;
    virial[2] = wzz;
    virial[3] = wyz;
    virial[4] = wxz;
    virial[5] = wxy;
  }
}
