package dev.lehr.simulation.model;

import dev.lehr.simulation.state.SimState;
import java.util.Arrays;
import java.util.Random;

/** Systems to try models on. */
public final class Crystals {

  private static final double[][] FCC = {{0, 0, 0}, {0, .5, .5}, {.5, 0, .5}, {.5, .5, 0}};

  private Crystals() {}

  public static SimState of(int z, double[] cell, double[][] fractional) {
    double[] positions = new double[3 * fractional.length];
    for (int i = 0; i < fractional.length; i++) {
      for (int c = 0; c < 3; c++) {
        for (int k = 0; k < 3; k++) {
          positions[3 * i + c] += fractional[i][k] * cell[3 * k + c];
        }
      }
    }
    int[] numbers = new int[fractional.length];
    Arrays.fill(numbers, z);
    double[] masses = new double[fractional.length];
    Arrays.fill(masses, 1);
    return SimState.ofSystem(numbers, masses, positions, cell, new boolean[] {true, true, true});
  }

  /** One of the prototypes A1, A2, A3, A15, sc, dia at given lattice constants. */
  public static SimState prototype(String name, int z, double[] lattice) {
    double a = lattice[0];
    double[] cubic = {a, 0, 0, 0, a, 0, 0, 0, a};
    return switch (name) {
      case "A1" -> of(z, cubic, FCC);
      case "A2" -> of(z, cubic, new double[][] {{0, 0, 0}, {.5, .5, .5}});
      case "sc" -> of(z, cubic, new double[][] {{0, 0, 0}});
      case "dia" -> {
        double[][] sites = Arrays.copyOf(FCC, 8);
        for (int i = 0; i < 4; i++) {
          sites[4 + i] = new double[] {FCC[i][0] + .25, FCC[i][1] + .25, FCC[i][2] + .25};
        }
        yield of(z, cubic, sites);
      }
      case "A15" ->
          of(
              z,
              cubic,
              new double[][] {
                {0, 0, 0},
                {.5, .5, .5},
                {.25, 0, .5},
                {.75, 0, .5},
                {.5, .25, 0},
                {.5, .75, 0},
                {0, .5, .25},
                {0, .5, .75}
              });
      case "A3" ->
          of(
              z,
              new double[] {a, 0, 0, -a / 2, a * Math.sqrt(3) / 2, 0, 0, 0, a * lattice[1]},
              new double[][] {{0, 0, 0}, {1 / 3.0, 2 / 3.0, .5}});
      default -> throw new IllegalArgumentException(name);
    };
  }

  /** An fcc crystal of repeats^3 conventional cells, shaken. */
  public static SimState fcc(int[] numbers, double a, int repeats, double shake, long seed) {
    Random random = new Random(seed);
    int n = 4 * repeats * repeats * repeats;
    double[] positions = new double[3 * n];
    int at = 0;
    for (int i = 0; i < repeats * repeats * repeats; i++) {
      int[] corner = {i / (repeats * repeats), i / repeats % repeats, i % repeats};
      for (double[] site : FCC) {
        for (int c = 0; c < 3; c++) {
          positions[at++] = a * (corner[c] + site[c]) + shake * (2 * random.nextDouble() - 1);
        }
      }
    }
    int[] z = new int[n];
    for (int i = 0; i < n; i++) {
      z[i] = numbers[random.nextInt(numbers.length)];
    }
    double[] masses = new double[n];
    Arrays.fill(masses, 1);
    double l = a * repeats;
    double[] cell = {l, 0, 0, 0, l, 0, 0, 0, l};
    return SimState.ofSystem(z, masses, positions, cell, new boolean[] {true, true, true});
  }

  /** A skewed cell with atoms not nearer than 1.9 angstrom, unwrapped, with a given periodicity. */
  public static SimState random(int[] numbers, int n, boolean[] pbc, long seed) {
    Random random = new Random(seed);
    SimState state = fcc(numbers, 3.9, 2, 0.25, seed);
    double[] p = state.positions();
    double[] strain = new double[9];
    for (int k = 0; k < 9; k++) {
      strain[k] = (k % 4 == 0 ? 1 : 0) + 0.15 * (random.nextDouble() - 0.5);
    }
    double[] cell = multiply(state.cell(), strain);
    double[] positions = Arrays.copyOf(multiply(p, strain), 3 * n);
    for (int i = 0; i < n; i++) {
      for (int k = 0; k < 3; k++) {
        int cells = pbc[k] ? random.nextInt(5) - 2 : 0;
        for (int c = 0; c < 3; c++) {
          positions[3 * i + c] += cells * cell[3 * k + c];
        }
      }
    }
    return SimState.ofSystem(
        Arrays.copyOf(state.atomicNumbers(), n),
        Arrays.copyOf(state.masses(), n),
        positions,
        cell,
        pbc);
  }

  /** Row vectors times a 3x3 matrix. */
  public static double[] multiply(double[] rows, double[] m) {
    double[] product = new double[rows.length];
    for (int r = 0; r < rows.length; r += 3) {
      for (int c = 0; c < 3; c++) {
        product[r + c] = rows[r] * m[c] + rows[r + 1] * m[3 + c] + rows[r + 2] * m[6 + c];
      }
    }
    return product;
  }

  /** The three flags in the bits of a number. */
  public static boolean[] pbc(int bits) {
    return new boolean[] {(bits & 1) != 0, (bits & 2) != 0, (bits & 4) != 0};
  }
}
