package dev.lehr.simulation.run;

import dev.lehr.simulation.optimize.Stepper;

/** What is to be done with each structure. */
public sealed interface Verb permits Integration, Optimization, SinglePoint {

  /** What advances a structure; without state of its own, so that one serves all of them. */
  Stepper stepper();
}
