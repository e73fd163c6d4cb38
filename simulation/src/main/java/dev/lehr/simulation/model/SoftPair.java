package dev.lehr.simulation.model;

/**
 * Parameters of two soft spheres.
 *
 * @param sigma distance at which they touch, angstrom
 * @param epsilon strength, eV
 * @param alpha exponent
 * @param halves 2 (alpha - 1) where that is a small integer, else -1
 */
record SoftPair(double sigma, double epsilon, double alpha, int halves) {

  private static final int MOST_HALVES = 62;

  /** Checks the numbers; {@code at} stands behind the names in messages. */
  static SoftPair of(String at, double sigma, double epsilon, double alpha) {
    Parameters.length("sigma" + at, sigma);
    Parameters.finite("epsilon" + at, epsilon);
    Parameters.atLeast("alpha" + at, alpha, 1);
    double twice = 2 * (alpha - 1);
    int halves = twice == Math.rint(twice) && twice <= MOST_HALVES ? (int) twice : -1;
    return new SoftPair(sigma, epsilon, alpha, halves);
  }

  /** x^(alpha - 1) for x from 0 to 1, with the same bits on every machine. */
  double power(double x) {
    if (halves < 0) {
      return StrictMath.pow(x, alpha - 1);
    }
    double power = (halves & 1) == 0 ? 1 : Math.sqrt(x);
    double square = x;
    for (int rest = halves >> 1; rest > 0; rest >>= 1) {
      if ((rest & 1) != 0) {
        power *= square;
      }
      square *= square;
    }
    return power;
  }
}
