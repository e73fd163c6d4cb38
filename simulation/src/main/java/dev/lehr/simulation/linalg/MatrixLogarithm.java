package dev.lehr.simulation.linalg;

import java.util.Arrays;

/**
 * Principal logarithm of a real 3x3 matrix by inverse scaling and squaring: square roots until the
 * matrix is near unity (Denman and Beavers' iteration), then the series of the area tangent.
 */
public final class MatrixLogarithm {

  private static final double NEAR_UNITY = 0.25;
  private static final int MAX_ROOTS = 40;
  private static final int MAX_ITERATIONS = 50;
  private static final int TERMS = 14;

  private MatrixLogarithm() {}

  /**
   * {@code log(a)}, fresh.
   *
   * @throws IllegalArgumentException where there is no real principal logarithm that the method
   *     finds: a determinant that is not positive, an eigenvalue on the negative real axis, or an
   *     entry that is not finite
   */
  public static double[] log(double[] a) {
    double[] x = Arrays.copyOf(a, 9);
    if (!(Matrix3.determinant(x, 0) > 0)) {
      throw new IllegalArgumentException(
          "no real logarithm: the determinant is " + Matrix3.determinant(x, 0) + ", expected > 0");
    }
    double factor = 2;
    int roots = 0;
    while (!(distanceFromUnity(x) <= NEAR_UNITY)) {
      if (roots++ == MAX_ROOTS) {
        throw new IllegalArgumentException(
            "no real principal logarithm was found for " + Arrays.toString(a));
      }
      x = squareRoot(x);
      factor *= 2;
    }
    return scaledAreaTangent(x, factor);
  }

  private static double[] scaledAreaTangent(double[] x, double factor) {
    double[] minus = x.clone();
    double[] plus = x.clone();
    for (int i = 0; i < 9; i += 4) {
      minus[i] -= 1;
      plus[i] += 1;
    }
    double[] z = Matrix3.multiply(minus, Matrix3.inverse(plus));
    double[] z2 = Matrix3.multiply(z, z);
    double[] power = z.clone();
    double[] sum = z.clone();
    for (int k = 1; k <= TERMS; k++) {
      power = Matrix3.multiply(power, z2);
      for (int i = 0; i < 9; i++) {
        sum[i] += power[i] / (2 * k + 1);
      }
    }
    for (int i = 0; i < 9; i++) {
      sum[i] *= factor;
    }
    return sum;
  }

  private static double[] squareRoot(double[] a) {
    double[] y = a;
    double[] z = Matrix3.identity();
    for (int step = 0; step < MAX_ITERATIONS; step++) {
      double[] yi = Matrix3.inverse(y);
      double[] zi = Matrix3.inverse(z);
      double[] next = new double[9];
      double change = 0;
      for (int i = 0; i < 9; i++) {
        next[i] = 0.5 * (y[i] + zi[i]);
        z[i] = 0.5 * (z[i] + yi[i]);
        change = Math.max(change, Math.abs(next[i] - y[i]));
      }
      y = next;
      if (change <= 1e-15 * Matrix3.normInf(y)) {
        break;
      }
    }
    return y;
  }

  private static double distanceFromUnity(double[] a) {
    double[] d = a.clone();
    d[0] -= 1;
    d[4] -= 1;
    d[8] -= 1;
    return Matrix3.normInf(d);
  }
}
