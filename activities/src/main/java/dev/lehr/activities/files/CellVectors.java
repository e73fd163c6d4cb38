package dev.lehr.activities.files;

import java.util.Locale;

/** A cell of lengths and angles as lattice vectors. */
final class CellVectors {

  private CellVectors() {}

  /**
   * Rows of a cell, angstrom: a along x, b in the xy-plane with y positive, c with z positive. It
   * is the orientation of ASE's {@code cellpar_to_cell}, and as there right angles are exact.
   *
   * @param lengths a, b, c, angstrom
   * @param degrees alpha, beta, gamma
   * @throws Malformed where no cell has these lengths and angles
   */
  static double[] of(double[] lengths, double[] degrees) throws Malformed {
    boolean possible = true;
    for (int i = 0; i < 3; i++) {
      possible &= lengths[i] > 0 && lengths[i] < Double.POSITIVE_INFINITY;
      possible &= degrees[i] > 0 && degrees[i] < 180;
    }
    double cosGamma = cosine(degrees[2]);
    double sinGamma = degrees[2] == 90 ? 1 : StrictMath.sin(StrictMath.toRadians(degrees[2]));
    double cx = cosine(degrees[1]);
    double cy = (cosine(degrees[0]) - cx * cosGamma) / sinGamma;
    double cz = 1 - cx * cx - cy * cy;
    if (!possible || !(cz > 0)) {
      throw new Malformed(
          "bad_cell",
          "cell",
          String.format(
              Locale.ROOT,
              "lengths %s, %s, %s and angles %s, %s, %s",
              lengths[0],
              lengths[1],
              lengths[2],
              degrees[0],
              degrees[1],
              degrees[2]),
          "positive lengths and angles that three vectors can have");
    }
    double c = lengths[2];
    return new double[] {
      lengths[0],
      0,
      0,
      lengths[1] * cosGamma,
      lengths[1] * sinGamma,
      0,
      c * cx,
      c * cy,
      c * Math.sqrt(cz)
    };
  }

  private static double cosine(double degrees) {
    return degrees == 90 ? 0 : StrictMath.cos(StrictMath.toRadians(degrees));
  }

  /** Cartesian coordinates of fractional ones, x_j = sum_k f_k cell_kj, in this order. */
  static double[] cartesian(double[] fractional, double[] cell) {
    double[] x = new double[fractional.length];
    for (int i = 0; i < x.length; i += 3) {
      for (int axis = 0; axis < 3; axis++) {
        x[i + axis] =
            fractional[i] * cell[axis]
                + fractional[i + 1] * cell[3 + axis]
                + fractional[i + 2] * cell[6 + axis];
      }
    }
    return x;
  }

  /** The determinant of three rows. */
  static double determinant(double[] m) {
    return m[0] * (m[4] * m[8] - m[5] * m[7])
        - m[1] * (m[3] * m[8] - m[5] * m[6])
        + m[2] * (m[3] * m[7] - m[4] * m[6]);
  }
}
