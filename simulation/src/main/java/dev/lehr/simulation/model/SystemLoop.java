package dev.lehr.simulation.model;

import dev.lehr.simulation.neighbors.NeighborList;
import dev.lehr.simulation.neighbors.NeighborSearchException;
import dev.lehr.simulation.neighbors.VerletList;
import dev.lehr.simulation.parallel.Workers;
import dev.lehr.simulation.state.SimState;
import java.util.Arrays;

/**
 * Runs a classical model over the systems of a batch, each with its neighbour list, in parallel. A
 * system whose neighbours cannot be listed (not finite, collapsed) gets NaN everywhere and does not
 * disturb the others.
 */
final class SystemLoop {

  /** What a model does for one system. */
  @FunctionalInterface
  interface Kernel {
    /**
     * Adds energies and forces of one system to the output, and the virial to {@code scratch}.
     *
     * @param list pairs of the system; those at the cutoff and beyond are to be passed over
     */
    void evaluate(
        SimState state, int system, NeighborList list, ModelOutput output, Scratch scratch);
  }

  /** Arrays of one thread, kept from system to system. */
  static final class Scratch {
    /** Cartesian vectors of the list's shifts, 3 a row. */
    double[] shiftVectors = new double[0];

    /** sum of dE/dd_a d_b over pairs: xx, yy, zz, yz, xz, xy, eV. */
    final double[] virial = new double[6];

    private double[] perAtom = new double[0];
    private int[] types = new int[0];

    /** At least 2n numbers for what a model likes, not cleared. */
    double[] perAtom(int n) {
      if (perAtom.length < 2 * n) {
        perAtom = new double[3 * n];
      }
      return perAtom;
    }

    /** At least n integers, not cleared. */
    int[] types(int n) {
      if (types.length < n) {
        types = new int[n + n / 2];
      }
      return types;
    }
  }

  private static final double LARGEST_SKIN = 1.0;
  private static final double SKIN_OF_CUTOFF = 0.12;

  private final Workers workers;
  private final double cutoff;
  private final double skin;
  private final ThreadLocal<Scratch> scratch = ThreadLocal.withInitial(Scratch::new);

  /** With a skin of 12 % of the cutoff, 1 angstrom at most: no result depends on it. */
  SystemLoop(Workers workers, double cutoff) {
    this(workers, cutoff, Math.min(LARGEST_SKIN, SKIN_OF_CUTOFF * cutoff));
  }

  SystemLoop(Workers workers, double cutoff, double skin) {
    this.workers = workers;
    this.cutoff = cutoff;
    this.skin = skin;
  }

  void run(SimState state, ModelOutput output, Kernel kernel) {
    output.prepareFor(state);
    Object[] carried = state.companions(VerletList.COMPANION);
    workers.forEach(state.nSystems(), s -> evaluate(state, s, carried, output, kernel));
  }

  private void evaluate(
      SimState state, int system, Object[] carried, ModelOutput output, Kernel kernel) {
    VerletList verlet;
    try {
      verlet = VerletList.current(carried, state, system, cutoff, skin);
    } catch (NeighborSearchException unfit) {
      fillWithNaN(state, system, output);
      return;
    }
    Scratch mine = scratch.get();
    NeighborList list = verlet.list();
    mine.shiftVectors = list.shiftVectors(state.cell(), 9 * system, mine.shiftVectors);
    Arrays.fill(mine.virial, 0);
    kernel.evaluate(state, system, list, output, mine);
    finish(state, system, output, mine.virial);
  }

  private static void finish(SimState state, int system, ModelOutput output, double[] virial) {
    double energy = 0;
    double[] energies = output.energies();
    for (int a = state.firstAtom(system); a < state.firstAtom(system + 1); a++) {
      energy += energies[a];
    }
    output.energy()[system] = energy;
    double volume = Math.abs(state.volume(system));
    if (volume > 0) {
      double[] stress = output.stress();
      int at = 9 * system;
      stress[at] = virial[0] / volume;
      stress[at + 4] = virial[1] / volume;
      stress[at + 8] = virial[2] / volume;
      stress[at + 5] = stress[at + 7] = virial[3] / volume;
      stress[at + 2] = stress[at + 6] = virial[4] / volume;
      stress[at + 1] = stress[at + 3] = virial[5] / volume;
    }
  }

  private static void fillWithNaN(SimState state, int system, ModelOutput output) {
    int from = state.firstAtom(system);
    int to = state.firstAtom(system + 1);
    output.energy()[system] = Double.NaN;
    Arrays.fill(output.stress(), 9 * system, 9 * system + 9, Double.NaN);
    Arrays.fill(output.energies(), from, to, Double.NaN);
    Arrays.fill(output.forces(), 3 * from, 3 * to, Double.NaN);
  }
}
