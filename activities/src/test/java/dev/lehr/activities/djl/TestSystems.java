package dev.lehr.activities.djl;

import dev.lehr.simulation.state.SimState;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Small systems of noble gases. */
final class TestSystems {

  private static final double LATTICE = 5.3;

  private TestSystems() {}

  /**
   * A rattled crystal, a primitive cell smaller than the cutoff, a slab, a wire, a molecule without
   * a cell, an isolated atom, and an atom alone in a box larger than the cutoff.
   */
  static List<SimState> kinds() {
    List<SimState> all = new ArrayList<>();
    all.add(crystal(1, true, true, true));
    all.add(
        SimState.ofSystem(
            new int[] {36},
            new double[] {83.8},
            new double[] {0.1, 0.2, 0.3},
            new double[] {0, 2.7, 2.7, 2.7, 0, 2.7, 2.7, 2.7, 0},
            new boolean[] {true, true, true}));
    all.add(crystal(2, true, true, false));
    all.add(crystal(3, false, false, true));
    all.add(
        SimState.ofSystem(
            new int[] {18, 18, 10},
            new double[] {40, 40, 20},
            new double[] {0, 0, 0, 3.7, 0, 0, 1.8, 3.3, 0.2},
            new double[9],
            new boolean[3]));
    all.add(
        SimState.ofSystem(
            new int[] {18}, new double[] {40}, new double[3], new double[9], new boolean[3]));
    all.add(
        SimState.ofSystem(
            new int[] {10},
            new double[] {20},
            new double[] {5, 5, 5},
            new double[] {20, 0, 0, 0, 20, 0, 0, 0, 20},
            new boolean[] {true, true, true}));
    return all;
  }

  /** Four atoms, rattled by some 0.1 angstrom. */
  static SimState crystal(long seed, boolean a, boolean b, boolean c) {
    double h = LATTICE / 2;
    double[] positions = {0, 0, 0, 0, h, h, h, 0, h, h, h, 0};
    Random random = new Random(seed);
    for (int k = 0; k < positions.length; k++) {
      positions[k] += 0.1 * random.nextGaussian();
    }
    double[] cell = {LATTICE, 0, 0, 0.2, LATTICE, 0, 0, -0.1, LATTICE};
    double[] masses = new double[4];
    Arrays.fill(masses, 40);
    return SimState.ofSystem(
        new int[] {18, 18, 18, 36}, masses, positions, cell, new boolean[] {a, b, c});
  }
}
