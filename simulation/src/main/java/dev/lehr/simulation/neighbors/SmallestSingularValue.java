package dev.lehr.simulation.neighbors;

/**
 * The smallest singular value of a 3x3 matrix: the root of the smallest eigenvalue of M M^T, found
 * with Jacobi rotations, which converge for any symmetric matrix.
 */
final class SmallestSingularValue {

  private static final int MOST_SWEEPS = 30;

  private SmallestSingularValue() {}

  /**
   * A lower bound that costs little and is close where m is close to the identity: 1 less the
   * Frobenius norm of what differs (Weyl's inequality).
   */
  static double atLeast(double[] m) {
    double square = 0;
    for (int k = 0; k < 9; k++) {
      double difference = m[k] - (k % 4 == 0 ? 1 : 0);
      square += difference * difference;
    }
    return 1 - Math.sqrt(square);
  }

  /** Not a number where the matrix is not finite. */
  static double of(double[] m) {
    double[] s = new double[9];
    for (int r = 0; r < 3; r++) {
      for (int c = 0; c < 3; c++) {
        s[3 * r + c] =
            m[3 * r] * m[3 * c] + m[3 * r + 1] * m[3 * c + 1] + m[3 * r + 2] * m[3 * c + 2];
      }
    }
    double scale = s[0] + s[4] + s[8];
    for (int sweep = 0; sweep < MOST_SWEEPS; sweep++) {
      double off = Math.abs(s[1]) + Math.abs(s[2]) + Math.abs(s[5]);
      if (!(off > 1e-17 * scale)) {
        break;
      }
      rotate(s, 0, 1, 2);
      rotate(s, 0, 2, 1);
      rotate(s, 1, 2, 0);
    }
    double residue = Math.abs(s[1]) + Math.abs(s[2]) + Math.abs(s[5]);
    double least = Math.min(s[0], Math.min(s[4], s[8])) - residue;
    return Math.sqrt(Math.max(0, least));
  }

  /** Makes element (p, q) zero; r is the third index. */
  private static void rotate(double[] s, int p, int q, int r) {
    double apq = s[3 * p + q];
    if (apq == 0) {
      return;
    }
    double theta = (s[3 * q + q] - s[3 * p + p]) / (2 * apq);
    double t = Math.copySign(1, theta) / (Math.abs(theta) + Math.sqrt(theta * theta + 1));
    double c = 1 / Math.sqrt(t * t + 1);
    double sn = t * c;
    double arp = s[3 * r + p];
    double arq = s[3 * r + q];
    s[3 * p + p] -= t * apq;
    s[3 * q + q] += t * apq;
    set(s, p, q, 0);
    set(s, r, p, c * arp - sn * arq);
    set(s, r, q, sn * arp + c * arq);
  }

  private static void set(double[] s, int a, int b, double value) {
    s[3 * a + b] = value;
    s[3 * b + a] = value;
  }
}
