package dev.lehr.simulation.neighbors;

import java.util.Locale;

/**
 * The periodic lattice vectors of a cell, completed to a basis of space.
 *
 * <p>The vector of an axis that is not periodic plays no part in which atoms are neighbours, and
 * may be zero. It is replaced by a unit vector at right angles to all others, so that there is
 * always an inverse and coordinates along that axis are in angstrom.
 *
 * @param basis three row vectors, angstrom
 * @param inverse inverse of {@code basis}: fractional = cartesian · inverse (rows)
 */
record Lattice(double[] basis, double[] inverse) {

  private static final double FLAT = 1e-10;

  /**
   * Completes the lattice of a cell.
   *
   * @param cell 9 numbers, lattice vectors as rows, angstrom
   * @throws NeighborSearchException where the periodic vectors are (nearly) linearly dependent
   */
  static Lattice of(double[] cell, boolean[] pbc) {
    double[] basis = new double[9];
    boolean[] known = pbc.clone();
    for (int k = 0; k < 3; k++) {
      if (pbc[k]) {
        System.arraycopy(cell, 3 * k, basis, 3 * k, 3);
      }
    }
    for (int k = 0; k < 3; k++) {
      if (!known[k]) {
        complete(basis, known, k);
        known[k] = true;
      }
    }
    return new Lattice(basis, inverse(basis, cell));
  }

  /** Distance between the lattice planes that axis {@code k} crosses, angstrom. */
  double height(int k) {
    return 1 / norm(inverse[k], inverse[3 + k], inverse[6 + k]);
  }

  /** Coordinate along axis {@code k} of a point: fractional, or angstrom where not periodic. */
  double along(int k, double x, double y, double z) {
    return x * inverse[k] + y * inverse[3 + k] + z * inverse[6 + k];
  }

  /** Fills row {@code k} with a unit vector at right angles to the rows that are known. */
  private static void complete(double[] basis, boolean[] known, int k) {
    int p = (k + 1) % 3;
    int q = (k + 2) % 3;
    if (known[p] && known[q]) {
      cross(basis, 3 * p, 3 * q, 3 * k);
      normalise(basis, 3 * k);
      return;
    }
    if (!known[p] && !known[q]) {
      basis[3 * k + k] = 1;
      return;
    }
    int one = 3 * (known[p] ? p : q);
    int least = 0;
    for (int c = 1; c < 3; c++) {
      if (Math.abs(basis[one + c]) < Math.abs(basis[one + least])) {
        least = c;
      }
    }
    int free = 3 * (known[p] ? q : p);
    basis[free + least] = 1;
    cross(basis, one, free, 3 * k);
    basis[free + least] = 0;
    normalise(basis, 3 * k);
  }

  private static void cross(double[] m, int a, int b, int into) {
    double x = m[a + 1] * m[b + 2] - m[a + 2] * m[b + 1];
    double y = m[a + 2] * m[b] - m[a] * m[b + 2];
    double z = m[a] * m[b + 1] - m[a + 1] * m[b];
    m[into] = x;
    m[into + 1] = y;
    m[into + 2] = z;
  }

  private static void normalise(double[] m, int row) {
    double length = norm(m[row], m[row + 1], m[row + 2]);
    for (int c = 0; c < 3; c++) {
      m[row + c] = length > 0 ? m[row + c] / length : 0;
    }
  }

  private static double norm(double x, double y, double z) {
    return Math.sqrt(x * x + y * y + z * z);
  }

  private static double[] inverse(double[] m, double[] cell) {
    double[] inv = new double[9];
    inv[0] = m[4] * m[8] - m[5] * m[7];
    inv[1] = m[2] * m[7] - m[1] * m[8];
    inv[2] = m[1] * m[5] - m[2] * m[4];
    inv[3] = m[5] * m[6] - m[3] * m[8];
    inv[4] = m[0] * m[8] - m[2] * m[6];
    inv[5] = m[2] * m[3] - m[0] * m[5];
    inv[6] = m[3] * m[7] - m[4] * m[6];
    inv[7] = m[1] * m[6] - m[0] * m[7];
    inv[8] = m[0] * m[4] - m[1] * m[3];
    double det = m[0] * inv[0] + m[1] * inv[3] + m[2] * inv[6];
    double box = norm(m[0], m[1], m[2]) * norm(m[3], m[4], m[5]) * norm(m[6], m[7], m[8]);
    if (!(Math.abs(det) > FLAT * box)) {
      throw new NeighborSearchException(
          String.format(
              Locale.ROOT,
              "the periodic lattice vectors span no volume: cell [[%s, %s, %s], [%s, %s, %s],"
                  + " [%s, %s, %s]]",
              cell[0],
              cell[1],
              cell[2],
              cell[3],
              cell[4],
              cell[5],
              cell[6],
              cell[7],
              cell[8]));
    }
    for (int k = 0; k < 9; k++) {
      inv[k] /= det;
    }
    return inv;
  }
}
