package dev.lehr.simulation.linalg;

/**
 * 3x3 matrices as 9 numbers, row-major, standing anywhere in an array.
 *
 * <p>Only + - * / and the square root are used, in a fixed order, so results have the same bits
 * everywhere. An output may not overlap an input unless a method says so.
 */
public final class Matrix3 {

  private static final int MAX_SWEEPS = 60;

  private Matrix3() {}

  /** A fresh unit matrix. */
  public static double[] identity() {
    return new double[] {1, 0, 0, 0, 1, 0, 0, 0, 1};
  }

  /** {@code out = a b}, nine numbers each from the given offsets. */
  public static void multiply(double[] a, int ao, double[] b, int bo, double[] out, int oo) {
    for (int i = 0; i < 3; i++) {
      double x = a[ao + 3 * i];
      double y = a[ao + 3 * i + 1];
      double z = a[ao + 3 * i + 2];
      for (int j = 0; j < 3; j++) {
        out[oo + 3 * i + j] = x * b[bo + j] + y * b[bo + 3 + j] + z * b[bo + 6 + j];
      }
    }
  }

  /** {@code a b}, fresh. */
  public static double[] multiply(double[] a, double[] b) {
    double[] out = new double[9];
    multiply(a, 0, b, 0, out, 0);
    return out;
  }

  /** {@code out = a^T}. */
  public static void transpose(double[] a, int ao, double[] out, int oo) {
    for (int i = 0; i < 3; i++) {
      for (int j = 0; j < 3; j++) {
        out[oo + 3 * j + i] = a[ao + 3 * i + j];
      }
    }
  }

  /** The transpose, fresh. */
  public static double[] transpose(double[] a) {
    double[] out = new double[9];
    transpose(a, 0, out, 0);
    return out;
  }

  /** The determinant. */
  public static double determinant(double[] a, int o) {
    return a[o] * (a[o + 4] * a[o + 8] - a[o + 5] * a[o + 7])
        - a[o + 1] * (a[o + 3] * a[o + 8] - a[o + 5] * a[o + 6])
        + a[o + 2] * (a[o + 3] * a[o + 7] - a[o + 4] * a[o + 6]);
  }

  /**
   * {@code out = a^-1}, by cofactors. A singular matrix gives infinite or not-a-number entries; the
   * caller looks at the {@link #determinant} where that may happen.
   */
  public static void inverse(double[] a, int o, double[] out, int oo) {
    double d = 1.0 / determinant(a, o);
    out[oo] = (a[o + 4] * a[o + 8] - a[o + 5] * a[o + 7]) * d;
    out[oo + 1] = (a[o + 2] * a[o + 7] - a[o + 1] * a[o + 8]) * d;
    out[oo + 2] = (a[o + 1] * a[o + 5] - a[o + 2] * a[o + 4]) * d;
    out[oo + 3] = (a[o + 5] * a[o + 6] - a[o + 3] * a[o + 8]) * d;
    out[oo + 4] = (a[o] * a[o + 8] - a[o + 2] * a[o + 6]) * d;
    out[oo + 5] = (a[o + 2] * a[o + 3] - a[o] * a[o + 5]) * d;
    out[oo + 6] = (a[o + 3] * a[o + 7] - a[o + 4] * a[o + 6]) * d;
    out[oo + 7] = (a[o + 1] * a[o + 6] - a[o] * a[o + 7]) * d;
    out[oo + 8] = (a[o] * a[o + 4] - a[o + 1] * a[o + 3]) * d;
  }

  /** The inverse, fresh. */
  public static double[] inverse(double[] a) {
    double[] out = new double[9];
    inverse(a, 0, out, 0);
    return out;
  }

  /** Largest sum of absolute values of a row. */
  public static double normInf(double[] a) {
    double largest = 0;
    for (int i = 0; i < 9; i += 3) {
      largest = Math.max(largest, Math.abs(a[i]) + Math.abs(a[i + 1]) + Math.abs(a[i + 2]));
    }
    return largest;
  }

  /**
   * Smallest singular value, by one-sided Jacobi rotations of the columns (Demmel and Veselic,
   * 1992), which keep small values accurate.
   */
  public static double smallestSingularValue(double[] matrix, int offset) {
    double[] a = java.util.Arrays.copyOfRange(matrix, offset, offset + 9);
    boolean rotated = true;
    for (int sweep = 0; sweep < MAX_SWEEPS && rotated; sweep++) {
      rotated = orthogonalise(a, 0, 1);
      rotated |= orthogonalise(a, 0, 2);
      rotated |= orthogonalise(a, 1, 2);
    }
    double smallest = columnDot(a, 0, 0);
    smallest = Math.min(smallest, columnDot(a, 1, 1));
    smallest = Math.min(smallest, columnDot(a, 2, 2));
    return Math.sqrt(smallest);
  }

  private static double columnDot(double[] a, int p, int q) {
    return a[p] * a[q] + a[p + 3] * a[q + 3] + a[p + 6] * a[q + 6];
  }

  private static boolean orthogonalise(double[] a, int p, int q) {
    double pp = columnDot(a, p, p);
    double qq = columnDot(a, q, q);
    double pq = columnDot(a, p, q);
    if (Math.abs(pq) <= 1e-16 * Math.sqrt(pp * qq)) {
      return false;
    }
    double zeta = (qq - pp) / (2 * pq);
    double sign = zeta >= 0 ? 1 : -1;
    double t = sign / (Math.abs(zeta) + Math.sqrt(1 + zeta * zeta));
    double c = 1 / Math.sqrt(1 + t * t);
    double s = c * t;
    for (int row = 0; row < 9; row += 3) {
      double x = a[row + p];
      double y = a[row + q];
      a[row + p] = c * x - s * y;
      a[row + q] = s * x + c * y;
    }
    return true;
  }
}
