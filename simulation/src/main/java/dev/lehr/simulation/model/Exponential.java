package dev.lehr.simulation.model;

/**
 * The exponential function of many numbers, with the same bits on every machine and before and
 * after the JIT: only sums and products, in a fixed order. The relative error is below 4e-16.
 *
 * <p>x = k ln 2 + r with |r| at most ln(2)/2, ln 2 in two parts (the first with so few bits that k
 * times it is exact), and the Taylor series of exp(r) up to r^13/13!, whose rest is below 5e-18.
 * Adding and subtracting 1.5·2^52 rounds to an integer and leaves it in the low bits.
 */
final class Exponential {

  private static final double LARGEST = 709;
  private static final double ROUND = 0x1.8p52;
  private static final double LOG2_E = 1.4426950408889634;
  private static final double LN2_HIGH = 0.6931471803691238;
  private static final double LN2_LOW = 1.9082149292705877e-10;
  private static final int MANTISSA_BITS = 52;
  private static final long BIAS = 1023;

  private Exponential() {}

  /**
   * Replaces each number by its exponential. Numbers beyond 709 and -708 are taken to be those.
   *
   * @param x what to exponentiate, overwritten
   * @param scratch as long as x
   */
  static void of(double[] x, double[] scratch, int size) {
    for (int i = 0; i < size; i++) {
      double y = Math.max(1 - LARGEST, Math.min(LARGEST, x[i]));
      double shifted = y * LOG2_E + ROUND;
      double k = shifted - ROUND;
      double r = (y - k * LN2_HIGH) - k * LN2_LOW;
      double p = 1.0 / 479001600 + r * (1.0 / 6227020800L);
      p = 1.0 / 39916800 + r * p;
      p = 1.0 / 3628800 + r * p;
      p = 1.0 / 362880 + r * p;
      p = 1.0 / 40320 + r * p;
      p = 1.0 / 5040 + r * p;
      p = 1.0 / 720 + r * p;
      p = 1.0 / 120 + r * p;
      p = 1.0 / 24 + r * p;
      p = 1.0 / 6 + r * p;
      p = 0.5 + r * p;
      p = 1 + r * p;
      x[i] = 1 + r * p;
      scratch[i] = shifted;
    }
    for (int i = 0; i < size; i++) {
      long k = Double.doubleToRawLongBits(scratch[i]);
      x[i] *= Double.longBitsToDouble((k + BIAS) << MANTISSA_BITS);
    }
  }
}
