package dev.lehr.simulation.run;

import dev.lehr.simulation.optimize.Stepper;
import dev.lehr.simulation.state.SimState;
import dev.lehr.simulation.structure.Structure;

/** What is to be done with each structure. */
public sealed interface Verb permits Integration, Optimization, SinglePoint {

  /** What advances a structure; without state of its own, so that one serves all of them. */
  Stepper stepper();

  /** Gives a state of one system what it needs before the stepper prepares it. */
  default void begin(SimState system, Structure structure) {}
}
