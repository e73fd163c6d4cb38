package dev.lehr.simulation.dynamics;

import java.util.Optional;
import java.util.OptionalLong;

/**
 * What is observed of a trajectory beyond {@link Observable}, from {@code averageAfter} on.
 *
 * @param displacements steps between samples of the mean squared displacement, at least 1; empty:
 *     it is not sampled
 * @param pairs how the pair distribution is sampled; empty: it is not
 */
public record Sampling(OptionalLong displacements, Optional<PairSampling> pairs) {

  /** Checks the interval. */
  public Sampling {
    if (displacements.isPresent() && displacements.getAsLong() < 1) {
      throw new IllegalArgumentException(
          "msd.every is " + displacements.getAsLong() + ", expected 1 or more");
    }
  }

  /** Nothing. */
  public static Sampling none() {
    return new Sampling(OptionalLong.empty(), Optional.empty());
  }
}
