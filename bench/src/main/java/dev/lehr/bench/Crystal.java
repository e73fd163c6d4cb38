package dev.lehr.bench;

import dev.lehr.simulation.state.SimState;
import java.util.Arrays;
import java.util.Random;

/** Rattled cubic fcc crystals, from a seed. */
final class Crystal {

  private static final double[][] BASIS = {{0, 0, 0}, {0, 0.5, 0.5}, {0.5, 0, 0.5}, {0.5, 0.5, 0}};

  private Crystal() {}

  static SimState argon(int cells, double rattle, long seed) {
    return fcc(18, 39.948, 5.26, cells, rattle, seed);
  }

  static SimState copper(int cells, double rattle, long seed) {
    return fcc(29, 63.546, 3.615, cells, rattle, seed);
  }

  private static SimState fcc(int z, double mass, double a, int cells, double rattle, long seed) {
    int n = 4 * cells * cells * cells;
    Random random = new Random(seed);
    double[] positions = new double[3 * n];
    int at = 0;
    for (int c = 0; c < cells * cells * cells; c++) {
      int[] origin = {c / (cells * cells), c / cells % cells, c % cells};
      for (double[] site : BASIS) {
        for (int k = 0; k < 3; k++) {
          positions[at++] = a * (origin[k] + site[k]) + rattle * random.nextGaussian();
        }
      }
    }
    int[] numbers = new int[n];
    double[] masses = new double[n];
    Arrays.fill(numbers, z);
    Arrays.fill(masses, mass);
    double l = a * cells;
    double[] cell = {l, 0, 0, 0, l, 0, 0, 0, l};
    return SimState.ofSystem(numbers, masses, positions, cell, new boolean[] {true, true, true});
  }
}
