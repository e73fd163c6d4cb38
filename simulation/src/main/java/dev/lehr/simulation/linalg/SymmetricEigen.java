package dev.lehr.simulation.linalg;

/**
 * Eigenvalues and eigenvectors of a real symmetric matrix: Householder reduction to tridiagonal
 * form and implicit QL (Bowdler, Martin, Reinsch and Wilkinson, Handbook for Automatic Computation
 * II, 1971: tred2 and tql2). Only + - * / and the square root are used, in a fixed order, so
 * results have the same bits everywhere.
 */
public final class SymmetricEigen {

  private static final double EPSILON = 0x1.0p-52;
  private static final int MAX_ITERATIONS = 60;

  private SymmetricEigen() {}

  /**
   * Decomposes a matrix in place.
   *
   * @param v on entry n rows of n numbers, symmetric; on return eigenvector j in column j
   * @param d n eigenvalues, ascending order not promised; filled
   * @param e n numbers of room
   * @throws ArithmeticException where the iteration does not converge, as with entries that are not
   *     finite
   */
  public static void decompose(double[] v, int n, double[] d, double[] e) {
    for (int j = 0; j < n; j++) {
      d[j] = v[(n - 1) * n + j];
    }
    for (int i = n - 1; i > 0; i--) {
      reduce(v, n, d, e, i);
    }
    accumulate(v, n, d, e);
    for (int i = 1; i < n; i++) {
      e[i - 1] = e[i];
    }
    e[n - 1] = 0;
    implicitQl(v, n, d, e);
    for (int i = 0; i < n; i++) {
      if (!Double.isFinite(d[i])) {
        throw new ArithmeticException("an eigenvalue of a symmetric matrix is " + d[i]);
      }
    }
  }

  private static void reduce(double[] v, int n, double[] d, double[] e, int i) {
    double scale = 0;
    for (int k = 0; k < i; k++) {
      scale += Math.abs(d[k]);
    }
    double h = 0;
    if (scale == 0) {
      e[i] = d[i - 1];
      for (int j = 0; j < i; j++) {
        d[j] = v[(i - 1) * n + j];
        v[i * n + j] = 0;
        v[j * n + i] = 0;
      }
      d[i] = h;
      return;
    }
    for (int k = 0; k < i; k++) {
      d[k] /= scale;
      h += d[k] * d[k];
    }
    double f = d[i - 1];
    double g = f > 0 ? -Math.sqrt(h) : Math.sqrt(h);
    e[i] = scale * g;
    h -= f * g;
    d[i - 1] = f - g;
    for (int j = 0; j < i; j++) {
      e[j] = 0;
    }
    for (int j = 0; j < i; j++) {
      f = d[j];
      v[j * n + i] = f;
      g = e[j] + v[j * n + j] * f;
      for (int k = j + 1; k < i; k++) {
        g += v[k * n + j] * d[k];
        e[k] += v[k * n + j] * f;
      }
      e[j] = g;
    }
    applyReflection(v, n, d, e, i, h);
    d[i] = h;
  }

  private static void applyReflection(double[] v, int n, double[] d, double[] e, int i, double h) {
    double f = 0;
    for (int j = 0; j < i; j++) {
      e[j] /= h;
      f += e[j] * d[j];
    }
    double hh = f / (h + h);
    for (int j = 0; j < i; j++) {
      e[j] -= hh * d[j];
    }
    for (int j = 0; j < i; j++) {
      f = d[j];
      double g = e[j];
      for (int k = j; k < i; k++) {
        v[k * n + j] -= f * e[k] + g * d[k];
      }
      d[j] = v[(i - 1) * n + j];
      v[i * n + j] = 0;
    }
  }

  private static void accumulate(double[] v, int n, double[] d, double[] e) {
    for (int i = 0; i < n - 1; i++) {
      v[(n - 1) * n + i] = v[i * n + i];
      v[i * n + i] = 1;
      double h = d[i + 1];
      if (h != 0) {
        for (int k = 0; k <= i; k++) {
          d[k] = v[k * n + i + 1] / h;
        }
        for (int j = 0; j <= i; j++) {
          double g = 0;
          for (int k = 0; k <= i; k++) {
            g += v[k * n + i + 1] * v[k * n + j];
          }
          for (int k = 0; k <= i; k++) {
            v[k * n + j] -= g * d[k];
          }
        }
      }
      for (int k = 0; k <= i; k++) {
        v[k * n + i + 1] = 0;
      }
    }
    for (int j = 0; j < n; j++) {
      d[j] = v[(n - 1) * n + j];
      v[(n - 1) * n + j] = 0;
    }
    v[n * n - 1] = 1;
    e[0] = 0;
  }

  private static void implicitQl(double[] v, int n, double[] d, double[] e) {
    double shift = 0;
    double largest = 0;
    for (int l = 0; l < n; l++) {
      largest = Math.max(largest, Math.abs(d[l]) + Math.abs(e[l]));
      int m = l;
      while (m < n - 1 && Math.abs(e[m]) > EPSILON * largest) {
        m++;
      }
      for (int turn = 0; m > l && Math.abs(e[l]) > EPSILON * largest; turn++) {
        if (turn == MAX_ITERATIONS || !(largest < Double.POSITIVE_INFINITY)) {
          throw new ArithmeticException("the eigenvalues of a symmetric matrix were not found");
        }
        shift += sweep(v, n, d, e, l, m);
      }
      d[l] += shift;
      e[l] = 0;
    }
  }

  /** One implicit QL step between rows l and m; answers by how much the spectrum was shifted. */
  private static double sweep(double[] v, int n, double[] d, double[] e, int l, int m) {
    double g = d[l];
    double p = (d[l + 1] - g) / (2 * e[l]);
    double r = Math.sqrt(p * p + 1);
    r = p < 0 ? -r : r;
    d[l] = e[l] / (p + r);
    d[l + 1] = e[l] * (p + r);
    final double dl1 = d[l + 1];
    final double h = g - d[l];
    for (int i = l + 2; i < n; i++) {
      d[i] -= h;
    }
    p = d[m];
    double c = 1;
    double c2 = c;
    double c3 = c;
    final double el1 = e[l + 1];
    double s = 0;
    double s2 = 0;
    for (int i = m - 1; i >= l; i--) {
      c3 = c2;
      c2 = c;
      s2 = s;
      g = c * e[i];
      double t = c * p;
      r = Math.sqrt(p * p + e[i] * e[i]);
      e[i + 1] = s * r;
      s = e[i] / r;
      c = p / r;
      p = c * d[i] - s * g;
      d[i + 1] = t + s * (c * g + s * d[i]);
      for (int k = 0; k < n; k++) {
        double x = v[k * n + i + 1];
        v[k * n + i + 1] = s * v[k * n + i] + c * x;
        v[k * n + i] = c * v[k * n + i] - s * x;
      }
    }
    p = -s * s2 * c3 * el1 * e[l] / dl1;
    e[l] = s * p;
    d[l] = c * p;
    return h;
  }
}
