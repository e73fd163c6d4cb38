package dev.lehr.simulation.analysis.phonons;

import dev.lehr.simulation.linalg.Matrix3;
import dev.lehr.simulation.structure.Structure;

/**
 * Copies of a cell side by side. Atom i of copy c has index {@code c n + i}; copy 0 is the cell
 * itself, the last axis runs fastest.
 *
 * @param parent the cell
 * @param a copies along the first lattice vector
 * @param b along the second
 * @param c along the third
 */
record Supercell(Structure parent, int a, int b, int c) {

  int copies() {
    return a * b * c;
  }

  /** Lattice vectors, rows, angstrom. */
  double[] cell() {
    double[] cell = parent.cell().orElseThrow();
    int[] repeats = {a, b, c};
    for (int k = 0; k < 9; k++) {
      cell[k] *= repeats[k / 3];
    }
    return cell;
  }

  /** Which copy it is along the three axes. */
  int[] offset(int copy) {
    return new int[] {copy / (b * c), copy / c % b, copy % c};
  }

  /** The copy that lies from the second as the first copy lies from copy 0, around the borders. */
  int difference(int first, int second) {
    int[] x = offset(first);
    int[] y = offset(second);
    int i = Math.floorMod(x[0] - y[0], a);
    int j = Math.floorMod(x[1] - y[1], b);
    int k = Math.floorMod(x[2] - y[2], c);
    return (i * b + j) * c + k;
  }

  /** Cartesian coordinates of all atoms, angstrom. */
  double[] positions() {
    double[] cell = parent.cell().orElseThrow();
    double[] own = parent.positions();
    double[] all = new double[own.length * copies()];
    for (int copy = 0; copy < copies(); copy++) {
      int[] at = offset(copy);
      for (int k = 0; k < own.length; k++) {
        int x = k % 3;
        all[copy * own.length + k] =
            own[k] + at[0] * cell[x] + at[1] * cell[3 + x] + at[2] * cell[6 + x];
      }
    }
    return all;
  }

  /** The structure, at given positions. Nothing in it is held. */
  Structure structure(double[] positions) {
    int n = parent.nAtoms();
    int[] numbers = new int[n * copies()];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = parent.atomicNumber(i % n);
    }
    Structure.Builder builder =
        Structure.builder(parent.id(), parent.source(), numbers, positions)
            .cell(cell())
            .pbc(true, true, true);
    parent
        .masses()
        .ifPresent(
            m -> {
              double[] all = new double[numbers.length];
              for (int i = 0; i < all.length; i++) {
                all[i] = m[i % n];
              }
              builder.masses(all);
            });
    return builder.build();
  }

  /** The least distance between opposite faces, angstrom. */
  double shortestHeight() {
    double least = Double.POSITIVE_INFINITY;
    for (double height : heights(cell())) {
      least = Math.min(least, height);
    }
    return least;
  }

  /** Distances between opposite faces of a cell, angstrom. */
  static double[] heights(double[] cell) {
    double[] inverse = Matrix3.inverse(cell);
    double[] heights = new double[3];
    for (int k = 0; k < 3; k++) {
      double x = inverse[k];
      double y = inverse[3 + k];
      double z = inverse[6 + k];
      heights[k] = 1 / Math.sqrt(x * x + y * y + z * z);
    }
    return heights;
  }
}
