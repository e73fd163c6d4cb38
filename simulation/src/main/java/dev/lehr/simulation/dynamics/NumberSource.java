package dev.lehr.simulation.dynamics;

import dev.lehr.simulation.state.SimState;

/** Where steps take their random numbers. */
@FunctionalInterface
interface NumberSource {

  /** Initial momenta. */
  int START = 0;

  /** The part of a step before the forward pass. */
  int BEFORE = 1;

  /** The part of a step after the forward pass. */
  int AFTER = 2;

  /**
   * The numbers of a place of a system's step.
   *
   * @param step the step, from 1; 0 for the start
   * @param purpose {@link #START}, {@link #BEFORE} or {@link #AFTER}
   */
  Draws at(SimState batch, int system, long step, int purpose);

  /** By the system's {@link RandomKey}. */
  static NumberSource keyed() {
    return (batch, system, step, purpose) ->
        new KeyedDraws(batch.longs(RandomKey.COLUMN)[system], step, purpose);
  }
}
