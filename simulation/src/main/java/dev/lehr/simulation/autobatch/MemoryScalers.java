package dev.lehr.simulation.autobatch;

import dev.lehr.simulation.neighbors.NeighborList;
import dev.lehr.simulation.state.SimState;

/**
 * The memory metric of systems, as torch-sim's {@code calculate_memory_scalers} computes it, except
 * that periodicity is per system and a cell without volume never divides by zero: then the metric
 * is the number of atoms.
 */
public final class MemoryScalers {

  /** By which each non-periodic axis of the bounding box is widened, angstrom. */
  private static final double OPEN_AXIS_MARGIN = 2.0;

  private static final double CUBIC_NANOMETRE = 1000.0;

  private final MemoryMetric metric;
  private final double cutoff;

  /**
   * A metric.
   *
   * @param cutoff for {@link MemoryMetric#N_EDGES}, angstrom
   */
  public MemoryScalers(MemoryMetric metric, double cutoff) {
    this.metric = metric;
    this.cutoff = cutoff;
  }

  /** The metric that is computed. */
  public MemoryMetric metric() {
    return metric;
  }

  /** The metric of one system of a batch. */
  public double of(SimState state, int system) {
    int n = state.nAtoms(system);
    return switch (metric) {
      case N_ATOMS -> n;
      case N_ATOMS_X_DENSITY -> {
        double volume = volume(state, system) / CUBIC_NANOMETRE;
        yield volume == 0 ? n : n * (n / volume);
      }
      case N_EDGES -> NeighborList.countEdges(state, system, cutoff);
    };
  }

  /** The metric of every system of a batch. */
  public double[] ofAll(SimState state) {
    double[] all = new double[state.nSystems()];
    for (int s = 0; s < all.length; s++) {
      all[s] = of(state, s);
    }
    return all;
  }

  /** The number as Python would print it: whole for counts. */
  String shown(double scaler) {
    return metric == MemoryMetric.N_ATOMS ? Long.toString((long) scaler) : Double.toString(scaler);
  }

  /** Volume of the cell, or of a box around the atoms where an axis is open, cubic angstrom. */
  private static double volume(SimState state, int system) {
    boolean[] pbc = state.pbc();
    int p = 3 * system;
    if (pbc[p] && pbc[p + 1] && pbc[p + 2]) {
      return Math.abs(state.volume(system));
    }
    double volume = 1;
    double[] positions = state.positions();
    for (int k = 0; k < 3; k++) {
      double least = Double.POSITIVE_INFINITY;
      double most = Double.NEGATIVE_INFINITY;
      for (int a = state.firstAtom(system); a < state.firstAtom(system + 1); a++) {
        least = Math.min(least, positions[3 * a + k]);
        most = Math.max(most, positions[3 * a + k]);
      }
      volume *= most - least + (pbc[p + k] ? 0 : OPEN_AXIS_MARGIN);
    }
    return volume;
  }
}
