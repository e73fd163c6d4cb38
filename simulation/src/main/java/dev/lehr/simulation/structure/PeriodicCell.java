package dev.lehr.simulation.structure;

/** Geometry of cells of which some axes only are periodic. Rows are lattice vectors, angstrom. */
final class PeriodicCell {

  private PeriodicCell() {}

  /**
   * The cell with each non-periodic row replaced by a unit vector normal to the others, so that it
   * has an inverse wherever its periodic rows are independent.
   */
  static double[] completed(double[] cell, boolean[] pbc) {
    double[] full = cell.clone();
    int periodic = (pbc[0] ? 1 : 0) + (pbc[1] ? 1 : 0) + (pbc[2] ? 1 : 0);
    if (periodic == 0) {
      return new double[] {1, 0, 0, 0, 1, 0, 0, 0, 1};
    }
    if (periodic == 1) {
      int p = pbc[0] ? 0 : pbc[1] ? 1 : 2;
      setRow(full, (p + 1) % 3, unit(cross(row(full, p), leastAlong(row(full, p)))));
      setRow(full, (p + 2) % 3, unit(cross(row(full, p), row(full, (p + 1) % 3))));
    } else if (periodic == 2) {
      int free = !pbc[0] ? 0 : !pbc[1] ? 1 : 2;
      setRow(full, free, unit(cross(row(full, (free + 1) % 3), row(full, (free + 2) % 3))));
    }
    return full;
  }

  /** The distance between the two faces of the cell that an axis joins; NaN where it is flat. */
  static double height(double[] cell, int axis) {
    double[] normal = unit(cross(row(cell, (axis + 1) % 3), row(cell, (axis + 2) % 3)));
    return Math.abs(dot(row(cell, axis), normal));
  }

  /** The inverse, row-major: fractional = Cartesian (as a row) times inverse. */
  static double[] inverse(double[] cell) {
    double det = dot(row(cell, 0), cross(row(cell, 1), row(cell, 2)));
    double[] inverse = new double[9];
    for (int axis = 0; axis < 3; axis++) {
      double[] c = cross(row(cell, (axis + 1) % 3), row(cell, (axis + 2) % 3));
      for (int x = 0; x < 3; x++) {
        inverse[3 * x + axis] = c[x] / det;
      }
    }
    return inverse;
  }

  private static double[] row(double[] cell, int i) {
    return new double[] {cell[3 * i], cell[3 * i + 1], cell[3 * i + 2]};
  }

  private static void setRow(double[] cell, int i, double[] v) {
    System.arraycopy(v, 0, cell, 3 * i, 3);
  }

  private static double[] leastAlong(double[] v) {
    int least = 0;
    for (int x = 1; x < 3; x++) {
      if (Math.abs(v[x]) < Math.abs(v[least])) {
        least = x;
      }
    }
    double[] e = new double[3];
    e[least] = 1;
    return e;
  }

  private static double[] cross(double[] a, double[] b) {
    return new double[] {
      a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]
    };
  }

  private static double dot(double[] a, double[] b) {
    return a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
  }

  private static double[] unit(double[] v) {
    double length = Math.sqrt(dot(v, v));
    return new double[] {v[0] / length, v[1] / length, v[2] / length};
  }
}
