package dev.lehr.simulation.model;

import dev.lehr.simulation.neighbors.NeighborList;
import dev.lehr.simulation.state.SimState;
import java.util.Arrays;

/**
 * The evaluation of one system, in blocks of atoms. Every pass adds in all blocks, then joins in
 * all blocks; blocks of the same step may run at the same time. The arrays are kept from system to
 * system.
 */
final class SystemWork {

  private double[] shiftVectors = new double[0];
  private int[] types = new int[0];
  private double[] values = new double[0];
  private Partial[] partials = {new Partial()};
  private SystemView view = SystemView.EMPTY;
  private int system;
  private int blocks;

  /** Turns to a system. */
  void begin(SimState state, int system, NeighborList list, Kernel kernel, int blocks) {
    int first = state.firstAtom(system);
    int n = state.nAtoms(system);
    this.system = system;
    this.blocks = blocks;
    shiftVectors = list.shiftVectors(state.cell(), 9 * system, shiftVectors);
    if (types.length < n) {
      types = new int[n + n / 2];
      values = new double[2 * types.length];
    }
    for (int had = partials.length; had < blocks; had++) {
      partials = Arrays.copyOf(partials, had + 1);
      partials[had] = new Partial();
    }
    kernel.types(state.atomicNumbers(), first, n, types);
    view = new SystemView(state.positions(), first, n, list, shiftVectors, types, values);
  }

  /** Position in the batch of the system that is worked on. */
  int system() {
    return system;
  }

  /** Number of blocks. */
  int blocks() {
    return blocks;
  }

  private int firstOf(int block) {
    return (int) ((long) view.nAtoms() * block / blocks);
  }

  /** Sums over the pairs whose first atom is in a block. */
  void add(Kernel kernel, int pass, int block, ModelOutput output) {
    Partial partial = partials[block];
    int from = firstOf(block);
    boolean last = pass == kernel.passes() - 1;
    partial.clear(view.nAtoms() - from, kernel.width(pass), last && output.hasStresses());
    kernel.add(pass, view, from, firstOf(block + 1), partial);
  }

  /** Adds up what all blocks summed for the atoms of this one, and uses it. */
  void join(Kernel kernel, int pass, int block, ModelOutput output) {
    int from = firstOf(block);
    int to = firstOf(block + 1);
    Partial total = partials[0];
    for (int other = 1; other <= block; other++) {
      total.add(partials[other], firstOf(other), from, to, kernel.width(pass));
    }
    if (pass < kernel.passes() - 1) {
      kernel.finish(pass, view, from, to, total.sums);
    } else {
      store(total, from, to, output);
      kernel.addOwnEnergies(view, from, to, output.energies());
    }
  }

  private void store(Partial total, int from, int to, ModelOutput output) {
    int first = view.firstAtom();
    double[] sums = total.sums;
    double[] energies = output.energies();
    double[] forces = output.forces();
    for (int i = from; i < to; i++) {
      int at = Kernel.ENERGY_AND_FORCES * i;
      int a = 3 * (first + i);
      energies[first + i] = sums[at];
      forces[a] = sums[at + 1];
      forces[a + 1] = sums[at + 2];
      forces[a + 2] = sums[at + 3];
    }
  }

  /** Sums energy and stress of the system, after all passes. */
  void end(SimState state, ModelOutput output) {
    double energy = 0;
    double[] energies = output.energies();
    for (int a = state.firstAtom(system); a < state.firstAtom(system + 1); a++) {
      energy += energies[a];
    }
    output.energy()[system] = energy;
    double volume = Math.abs(state.volume(system));
    if (!(volume > 0)) {
      return;
    }
    double[] virial = partials[0].virial;
    for (int block = 1; block < blocks; block++) {
      for (int k = 0; k < Partial.TENSOR; k++) {
        virial[k] += partials[block].virial[k];
      }
    }
    unfold(virial, 0, volume, output.stress(), 9 * system);
    if (output.hasStresses()) {
      for (int i = 0; i < view.nAtoms(); i++) {
        int at = 9 * (view.firstAtom() + i);
        unfold(partials[0].atomVirials, Partial.TENSOR * i, volume, output.stresses(), at);
      }
    }
  }

  private static void unfold(double[] virial, int from, double volume, double[] stress, int at) {
    stress[at] = virial[from] / volume;
    stress[at + 4] = virial[from + 1] / volume;
    stress[at + 8] = virial[from + 2] / volume;
    stress[at + 5] = stress[at + 7] = virial[from + 3] / volume;
    stress[at + 2] = stress[at + 6] = virial[from + 4] / volume;
    stress[at + 1] = stress[at + 3] = virial[from + 5] / volume;
  }
}
