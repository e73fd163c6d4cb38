package dev.lehr.simulation.verification;

import dev.lehr.simulation.linalg.Matrix3;
import dev.lehr.simulation.state.SimState;
import java.util.Arrays;
import java.util.Random;

/** Copies of a system that stand in a known relation to it. */
final class Transforms {

  private Transforms() {}

  /** Positions moved along a direction. */
  static SimState displaced(SimState system, double[] direction, double by) {
    SimState copy = system.copy();
    for (int k = 0; k < direction.length; k++) {
      copy.positions()[k] += by * direction[k];
    }
    return copy;
  }

  /** Positions and cell multiplied by 1 + by·strain from the right. */
  static SimState strained(SimState system, double[] strain, double by) {
    double[] m = Matrix3.identity();
    for (int k = 0; k < 9; k++) {
      m[k] += by * strain[k];
    }
    return multiplied(system, m);
  }

  /** Positions and cell, as rows, times a matrix. */
  static SimState multiplied(SimState system, double[] matrix) {
    SimState copy = system.copy();
    rowsTimes(copy.positions(), matrix);
    rowsTimes(copy.cell(), matrix);
    return copy;
  }

  /** Rows of three times a matrix, in place. */
  static void rowsTimes(double[] rows, double[] m) {
    for (int r = 0; r < rows.length; r += 3) {
      double x = rows[r];
      double y = rows[r + 1];
      double z = rows[r + 2];
      for (int c = 0; c < 3; c++) {
        rows[r + c] = x * m[c] + y * m[3 + c] + z * m[6 + c];
      }
    }
  }

  /** All atoms moved alike, and every other one by a lattice vector besides. */
  static SimState translated(SimState system, double[] by) {
    SimState copy = system.copy();
    for (int k = 0; k < copy.positions().length; k++) {
      copy.positions()[k] += by[k % 3];
      if ((k / 3) % 2 == 1) {
        copy.positions()[k] += copy.cell()[k % 3];
      }
    }
    return copy;
  }

  /** The atoms in the opposite order. */
  static SimState reversed(SimState system) {
    int n = system.nAtoms();
    int[] numbers = new int[n];
    double[] masses = new double[n];
    double[] positions = new double[3 * n];
    for (int a = 0; a < n; a++) {
      numbers[a] = system.atomicNumbers()[n - 1 - a];
      masses[a] = system.masses()[n - 1 - a];
      System.arraycopy(system.positions(), 3 * (n - 1 - a), positions, 3 * a, 3);
    }
    return like(system, numbers, masses, positions, system.cell().clone());
  }

  /** Twice the cell along its first vector. */
  static SimState doubled(SimState system) {
    int n = system.nAtoms();
    int[] numbers = Arrays.copyOf(system.atomicNumbers(), 2 * n);
    double[] masses = Arrays.copyOf(system.masses(), 2 * n);
    double[] positions = Arrays.copyOf(system.positions(), 6 * n);
    System.arraycopy(numbers, 0, numbers, n, n);
    System.arraycopy(masses, 0, masses, n, n);
    double[] cell = system.cell().clone();
    for (int k = 0; k < 3 * n; k++) {
      positions[3 * n + k] = positions[k] + cell[k % 3];
    }
    for (int c = 0; c < 3; c++) {
      cell[c] *= 2;
    }
    return like(system, numbers, masses, positions, cell);
  }

  private static SimState like(
      SimState system, int[] numbers, double[] masses, double[] positions, double[] cell) {
    SimState copy =
        SimState.ofSystem(numbers, masses, positions, cell, Arrays.copyOf(system.pbc(), 3));
    Inputs.copy(system, copy);
    return copy;
  }

  /** A rotation about no axis of symmetry. */
  static double[] rotation() {
    double[] about = Matrix3.identity();
    for (int axis = 0; axis < 3; axis++) {
      double angle = 0.7 + axis;
      double c = StrictMath.cos(angle);
      double s = StrictMath.sin(angle);
      int i = (axis + 1) % 3;
      int j = (axis + 2) % 3;
      double[] one = Matrix3.identity();
      one[4 * i] = c;
      one[4 * j] = c;
      one[3 * i + j] = s;
      one[3 * j + i] = -s;
      about = Matrix3.multiply(about, one);
    }
    return about;
  }

  /** A random direction of length 1. */
  static double[] direction(int n, Random random) {
    double[] d = new double[n];
    double square = 0;
    for (int k = 0; k < n; k++) {
      d[k] = random.nextGaussian();
      square += d[k] * d[k];
    }
    for (int k = 0; k < n; k++) {
      d[k] /= Math.sqrt(square);
    }
    return d;
  }

  /** A random symmetric matrix whose entries square to a sum of 1. */
  static double[] strain(Random random) {
    double[] m = direction(9, random);
    double square = 0;
    for (int i = 0; i < 3; i++) {
      for (int j = 0; j < i; j++) {
        m[3 * i + j] = m[3 * j + i];
      }
    }
    for (double x : m) {
      square += x * x;
    }
    for (int k = 0; k < 9; k++) {
      m[k] /= Math.sqrt(square);
    }
    return m;
  }
}
