package dev.lehr.simulation.dynamics;

/**
 * How a pair distribution is sampled.
 *
 * @param rMax distance up to which pairs are counted, angstrom, above 0, at most {@link #FARTHEST};
 *     it may be longer than the cell: all periodic images count
 * @param bins shells of equal thickness that the distance is cut into, 1 to {@link #MOST_BINS}
 * @param every steps between samples, at least 1
 * @param byElements whether pairs of elements are counted apart as well
 */
public record PairSampling(double rMax, int bins, long every, boolean byElements) {

  /** The largest {@code rMax}, angstrom: the number of pairs grows as its cube. */
  public static final double FARTHEST = 30;

  /** The largest number of bins. */
  public static final int MOST_BINS = 200;

  /** Checks the numbers. */
  public PairSampling {
    if (!(rMax > 0 && rMax <= FARTHEST)) {
      throw new IllegalArgumentException(
          "rdf.r_max is " + rMax + " angstrom, expected above 0 and at most " + FARTHEST);
    }
    if (bins < 1 || bins > MOST_BINS) {
      throw new IllegalArgumentException("rdf.bins is " + bins + ", expected 1 to " + MOST_BINS);
    }
    if (every < 1) {
      throw new IllegalArgumentException("rdf.every is " + every + ", expected 1 or more");
    }
  }
}
