package dev.lehr.simulation.optimize;

import dev.lehr.simulation.state.Scope;
import dev.lehr.simulation.state.SimState;

/** The columns that every stepper has. */
public final class ResultColumns {

  private ResultColumns() {}

  /** Adds what is missing; the results are not-a-number until the first forward pass. */
  public static void addTo(SimState state) {
    doubles(state, Stepper.ENERGY, Scope.SYSTEM, 1);
    doubles(state, Stepper.ENERGIES, Scope.ATOM, 1);
    doubles(state, Stepper.FORCES, Scope.ATOM, 3);
    doubles(state, Stepper.STRESS, Scope.SYSTEM, 9);
    state.addLongs(Stepper.ITERATION, Scope.SYSTEM, 1, 0);
  }

  private static void doubles(SimState state, String name, Scope scope, int width) {
    if (!state.hasColumn(name)) {
      state.addDoubles(name, scope, width, Double.NaN);
    }
  }
}
