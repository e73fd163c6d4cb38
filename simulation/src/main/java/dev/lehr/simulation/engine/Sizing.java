package dev.lehr.simulation.engine;

import dev.lehr.simulation.state.SimState;

/** How much of a batch a system takes: what the cap limits the sum of. */
@FunctionalInterface
public interface Sizing {

  /**
   * The size of a system as it stands.
   *
   * @param state a batch
   * @param system position in it
   */
  double of(SimState state, int system);
}
