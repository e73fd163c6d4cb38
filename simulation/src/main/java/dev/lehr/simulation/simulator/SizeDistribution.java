package dev.lehr.simulation.simulator;

import java.util.Random;

/**
 * How large structures are, beside a device on which a sum of sizes fits: log-normal, in whole
 * numbers of at least 1, without those above the device.
 *
 * @param name what it is known by
 * @param median of the sizes before those above the device are drawn again, in atoms
 * @param sigma standard deviation of the logarithm of the size
 * @param device the largest sum of sizes, in atoms
 */
public record SizeDistribution(String name, double median, double sigma, double device) {

  /** Rejects what cannot work. */
  public SizeDistribution {
    if (!(median >= 1) || !(sigma >= 0) || !(device >= median)) {
      throw new IllegalArgumentException(
          "sizes of median " + median + ", sigma " + sigma + " on a device of " + device);
    }
  }

  /** About 65 structures fit at a time. */
  public static SizeDistribution about65Fit() {
    return new SizeDistribution("about 65 fit", 140, 0.5, 10_000);
  }

  /** About 20 structures fit at a time. */
  public static SizeDistribution about20Fit() {
    return new SizeDistribution("about 20 fit", 420, 0.6, 10_000);
  }

  /** From few atoms to a structure that fills the device; two or three fit at a time. */
  public static SizeDistribution heavyTailed() {
    return new SizeDistribution("heavy-tailed", 4000, 1.2, 10_000);
  }

  /**
   * Sizes drawn from a seed: the same ones everywhere.
   *
   * @return one size for each structure, in atoms
   */
  public double[] draw(int structures, long seed) {
    Random random = new Random(seed);
    double[] sizes = new double[structures];
    for (int i = 0; i < structures; i++) {
      do {
        double drawn = StrictMath.rint(median * StrictMath.exp(sigma * random.nextGaussian()));
        sizes[i] = Math.max(1, drawn);
      } while (sizes[i] > device);
    }
    return sizes;
  }
}
