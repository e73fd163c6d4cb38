package dev.lehr.simulation.run;

import dev.lehr.simulation.optimize.CellFilter;
import dev.lehr.simulation.optimize.Convergence;
import dev.lehr.simulation.optimize.Fire;
import dev.lehr.simulation.optimize.FireSettings;
import dev.lehr.simulation.optimize.Stepper;

/** Makes the stepper of a relaxation. */
@FunctionalInterface
public interface Optimizer {

  /** A stepper; it keeps nothing of a structure outside the structure's state. */
  Stepper stepper(CellFilter cell, Convergence convergence);

  /** FIRE with ASE's steps and parameters. */
  static Optimizer fire() {
    return fire(FireSettings.defaults(FireSettings.Flavour.ASE));
  }

  /** FIRE. */
  static Optimizer fire(FireSettings settings) {
    return (cell, convergence) -> new Fire(settings, cell, convergence);
  }
}
