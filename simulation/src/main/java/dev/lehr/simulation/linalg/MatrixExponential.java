package dev.lehr.simulation.linalg;

import java.util.Arrays;

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
    double[] out = new double[9];
    new Workspace().exp(a, 0, out);
    return out;
  }

  /** Derivative of the exponential at {@code a} in {@code direction}, fresh. */
  public static double[] derivative(double[] a, double[] direction) {
    double[] out = new double[9];
    new Workspace().derivative(a, direction, out);
    return out;
  }

  /** Room for the intermediate matrices, for callers that come back often. Of one thread. */
  public static final class Workspace {
    private final double[] x = new double[9];
    private final double[] d = new double[9];
    private final double[] power = new double[9];
    private final double[] powerDerivative = new double[9];
    private final double[] sum = new double[9];
    private final double[] sumDerivative = new double[9];
    private final double[] t1 = new double[9];
    private final double[] t2 = new double[9];

    /** {@code out = exp(a)}, where a are nine numbers from an offset. */
    public void exp(double[] a, int offset, double[] out) {
      System.arraycopy(a, offset, x, 0, 9);
      Arrays.fill(d, 0);
      run();
      System.arraycopy(sum, 0, out, 0, 9);
    }

    /** {@code out} = the derivative of the exponential at {@code a} in {@code direction}. */
    public void derivative(double[] a, double[] direction, double[] out) {
      System.arraycopy(a, 0, x, 0, 9);
      System.arraycopy(direction, 0, d, 0, 9);
      run();
      System.arraycopy(sumDerivative, 0, out, 0, 9);
    }

    private void run() {
      double norm = Matrix3.normInf(x);
      if (!(norm < 1e3)) {
        Arrays.fill(sum, Double.NaN);
        Arrays.fill(sumDerivative, Double.NaN);
        return;
      }
      int squarings = 0;
      double scale = 1;
      while (norm * scale > SCALED_NORM) {
        scale *= 0.5;
        squarings++;
      }
      for (int i = 0; i < 9; i++) {
        x[i] *= scale;
        d[i] *= scale;
        sum[i] = i % 4 == 0 ? 1 : 0;
        power[i] = sum[i];
        sumDerivative[i] = 0;
        powerDerivative[i] = 0;
      }
      for (int k = 1; k <= TERMS; k++) {
        addTerm(k);
      }
      for (int s = 0; s < squarings; s++) {
        square();
      }
    }

    private void addTerm(int k) {
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

    private void square() {
      Matrix3.multiply(sum, 0, sumDerivative, 0, t1, 0);
      Matrix3.multiply(sumDerivative, 0, sum, 0, t2, 0);
      for (int i = 0; i < 9; i++) {
        sumDerivative[i] = t1[i] + t2[i];
      }
      Matrix3.multiply(sum, 0, sum, 0, t1, 0);
      System.arraycopy(t1, 0, sum, 0, 9);
    }
  }
}
