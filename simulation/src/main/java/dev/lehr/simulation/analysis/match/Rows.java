package dev.lehr.simulation.analysis.match;

import dev.lehr.simulation.linalg.Matrix3;

/** Lattice vectors as rows, nine numbers, and what is computed of them. */
public final class Rows {

  private static final double SHORTER = 1e-9;

  private Rows() {}

  /** {@code row times rows}. */
  public static double[] times(double[] row, double[] rows) {
    double[] out = new double[3];
    for (int c = 0; c < 3; c++) {
      out[c] = row[0] * rows[c] + row[1] * rows[3 + c] + row[2] * rows[6 + c];
    }
    return out;
  }

  static double[] row(double[] rows, int i) {
    return new double[] {rows[3 * i], rows[3 * i + 1], rows[3 * i + 2]};
  }

  /** The scalar product of two vectors. */
  public static double dot(double[] a, double[] b) {
    return a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
  }

  /** The length of a vector. */
  public static double length(double[] v) {
    return Math.sqrt(dot(v, v));
  }

  static double volume(double[] rows) {
    return Math.abs(Matrix3.determinant(rows, 0));
  }

  /** The angle between two vectors, degrees. */
  static double angle(double[] a, double[] b) {
    double cosine = dot(a, b) / (length(a) * length(b));
    return StrictMath.toDegrees(StrictMath.acos(Math.max(-1, Math.min(1, cosine))));
  }

  /** A basis of the same lattice whose vectors are as short as they can be (Minkowski's). */
  public static double[] reduced(double[] rows) {
    double[] r = rows.clone();
    boolean changed = true;
    while (changed) {
      changed = false;
      for (int i = 0; i < 3; i++) {
        changed |= shorten(r, i);
      }
    }
    return r;
  }

  private static boolean shorten(double[] r, int i) {
    double[] own = row(r, i);
    double[] u = row(r, (i + 1) % 3);
    double[] v = row(r, (i + 2) % 3);
    double[] best = own;
    for (int m = -1; m <= 1; m++) {
      for (int n = -1; n <= 1; n++) {
        double[] other = {
          own[0] + m * u[0] + n * v[0], own[1] + m * u[1] + n * v[1], own[2] + m * u[2] + n * v[2]
        };
        if (length(other) < length(best) * (1 - SHORTER)) {
          best = other;
        }
      }
    }
    System.arraycopy(best, 0, r, 3 * i, 3);
    return best != own;
  }

  /** The shortest way of a difference in lattice coordinates, Cartesian, of a reduced lattice. */
  static double[] shortest(double[] difference, double[] rows) {
    double[] f = difference.clone();
    for (int k = 0; k < 3; k++) {
      f[k] -= Math.rint(f[k]);
    }
    double[] best = times(f, rows);
    for (int i = -1; i <= 1; i++) {
      for (int j = -1; j <= 1; j++) {
        for (int k = -1; k <= 1; k++) {
          double[] way = times(new double[] {f[0] + i, f[1] + j, f[2] + k}, rows);
          if (dot(way, way) < dot(best, best)) {
            best = way;
          }
        }
      }
    }
    return best;
  }

  /** A lattice with the mean lengths and angles of two. */
  static double[] mean(double[] a, double[] b) {
    double[] length = new double[3];
    double[] cosine = new double[3];
    for (int k = 0; k < 3; k++) {
      length[k] = 0.5 * (length(row(a, k)) + length(row(b, k)));
      int u = (k + 1) % 3;
      int v = (k + 2) % 3;
      double angle = 0.5 * (angle(row(a, u), row(a, v)) + angle(row(b, u), row(b, v)));
      cosine[k] = StrictMath.cos(StrictMath.toRadians(angle));
    }
    double sine = Math.sqrt(1 - cosine[2] * cosine[2]);
    double x = cosine[1];
    double y = (cosine[0] - cosine[1] * cosine[2]) / sine;
    double z = Math.sqrt(Math.max(0, 1 - x * x - y * y));
    return new double[] {
      length[0],
      0,
      0,
      length[1] * cosine[2],
      length[1] * sine,
      0,
      length[2] * x,
      length[2] * y,
      length[2] * z
    };
  }
}
