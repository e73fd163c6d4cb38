package dev.lehr.simulation.linalg;

/**
 * Exponential of a 3x3 matrix and its directional (Frechet) derivative, by scaling and squaring
 * around a Taylor series.
 *
 * <p>The derivative of each term and of each squaring is carried along, as in Al-Mohy and Higham
 * (SIAM J. Matrix Anal. Appl. 30, 1639, 2009); at this size the series is as accurate as their Pade
 * approximants and needs no solve. After scaling the norm is at most 1/4, where the first neglected
 * term is below 1e-20.
 */
public final class MatrixExponential {

  private static final double SCALED_NORM = 0.25;
  private static final int TERMS = 14;

  private MatrixExponential() {}

  /** {@code exp(a)}, fresh. Entries that are not finite give not-a-number. */
  public static double[] exp(double[] a) {
    return expAndDerivative(a, new double[9])[0];
  }

  /** Derivative of the exponential at {@code a} in {@code direction}, fresh. */
  public static double[] derivative(double[] a, double[] direction) {
    return expAndDerivative(a, direction)[1];
  }

  private static double[][] expAndDerivative(double[] a, double[] e) {
    int squarings = 0;
    double scale = 1;
    double norm = Matrix3.normInf(a);
    if (!(norm < 1e3)) {
      double[] nan = new double[9];
      java.util.Arrays.fill(nan, Double.NaN);
      return new double[][] {nan, nan.clone()};
    }
    while (norm * scale > SCALED_NORM) {
      scale *= 0.5;
      squarings++;
    }
    double[] x = scaled(a, scale);
    double[] d = scaled(e, scale);
    double[] power = Matrix3.identity();
    double[] powerDerivative = new double[9];
    double[] sum = Matrix3.identity();
    double[] sumDerivative = new double[9];
    double[] t1 = new double[9];
    double[] t2 = new double[9];
    for (int k = 1; k <= TERMS; k++) {
      Matrix3.multiply(powerDerivative, 0, x, 0, t1, 0);
      Matrix3.multiply(power, 0, d, 0, t2, 0);
      for (int i = 0; i < 9; i++) {
        powerDerivative[i] = (t1[i] + t2[i]) / k;
        sumDerivative[i] += powerDerivative[i];
      }
      Matrix3.multiply(power, 0, x, 0, t1, 0);
      for (int i = 0; i < 9; i++) {
        power[i] = t1[i] / k;
        sum[i] += power[i];
      }
    }
    for (int s = 0; s < squarings; s++) {
      Matrix3.multiply(sum, 0, sumDerivative, 0, t1, 0);
      Matrix3.multiply(sumDerivative, 0, sum, 0, t2, 0);
      for (int i = 0; i < 9; i++) {
        sumDerivative[i] = t1[i] + t2[i];
      }
      Matrix3.multiply(sum, 0, sum, 0, t1, 0);
      System.arraycopy(t1, 0, sum, 0, 9);
    }
    return new double[][] {sum, sumDerivative};
  }

  private static double[] scaled(double[] a, double factor) {
    double[] out = new double[9];
    for (int i = 0; i < 9; i++) {
      out[i] = a[i] * factor;
    }
    return out;
  }
}
