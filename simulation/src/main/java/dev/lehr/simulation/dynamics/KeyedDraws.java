package dev.lehr.simulation.dynamics;

/**
 * Random numbers of a key, a step and a purpose: the same whoever else draws, and however often the
 * run was interrupted. Bits from {@link Philox}; normal deviates by Box and Muller (Ann. Math.
 * Stat. 29, 610, 1958), gamma deviates by Marsaglia and Tsang (ACM Trans. Math. Softw. 26, 363,
 * 2000), with StrictMath, so that every platform has the same bits.
 */
final class KeyedDraws implements Draws {

  private final long key;
  private final long step;
  private final int purpose;
  private final int[] block = new int[4];
  private int next;
  private boolean halfUsed = true;
  private double spare;
  private boolean hasSpare;

  /**
   * The numbers from the first on.
   *
   * @param key see {@link RandomKey}
   * @param step the step that they are for
   * @param purpose tells apart what is drawn at different places of a step
   */
  KeyedDraws(long key, long step, int purpose) {
    this.key = key;
    this.step = step;
    this.purpose = purpose;
  }

  /** A uniform deviate in (0, 1), of 52 bits. */
  double uniform() {
    if (halfUsed) {
      block[0] = next++;
      block[1] = (int) step;
      block[2] = (int) (step >>> 32);
      block[3] = purpose;
      Philox.encrypt(block, key);
    }
    halfUsed = !halfUsed;
    int at = halfUsed ? 2 : 0;
    long bits = ((long) block[at + 1] << 32) | (block[at] & 0xFFFFFFFFL);
    return ((bits >>> 12) + 0.5) * 0x1.0p-52;
  }

  @Override
  public double normal() {
    if (hasSpare) {
      hasSpare = false;
      return spare;
    }
    double r = Math.sqrt(-2 * StrictMath.log(uniform()));
    double angle = 2 * Math.PI * uniform();
    spare = r * StrictMath.sin(angle);
    hasSpare = true;
    return r * StrictMath.cos(angle);
  }

  @Override
  public double gamma(double shape) {
    if (!(shape > 0)) {
      throw new IllegalArgumentException("shape is " + shape + ", expected a number above 0");
    }
    if (shape < 1) {
      return gamma(shape + 1) * StrictMath.pow(uniform(), 1 / shape);
    }
    double d = shape - 1.0 / 3;
    double c = 1 / Math.sqrt(9 * d);
    while (true) {
      double x = normal();
      double t = 1 + c * x;
      if (t <= 0) {
        continue;
      }
      double v = t * t * t;
      if (StrictMath.log(uniform()) < 0.5 * x * x + d - d * v + d * StrictMath.log(v)) {
        return d * v;
      }
    }
  }
}
