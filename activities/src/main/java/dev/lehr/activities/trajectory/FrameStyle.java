package dev.lehr.activities.trajectory;

import dev.lehr.simulation.dynamics.Dynamics;
import java.util.Set;

/**
 * What of a stage's frames is kept, and how.
 *
 * @param format how they stand in files
 * @param momenta whether momenta are kept besides, where there are any
 * @param compress whether chunks are compressed; extended XYZ never is
 */
public record FrameStyle(FrameFormat format, boolean momenta, boolean compress) {

  /** Extended XYZ without momenta. */
  public static final FrameStyle PLAIN = new FrameStyle(FrameFormat.EXTXYZ, false, false);

  /** The columns that a frame has besides results. */
  public Set<String> columns() {
    return momenta ? Set.of(Dynamics.MOMENTA) : Set.of();
  }
}
