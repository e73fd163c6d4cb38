package dev.lehr.simulation.engine;

import dev.lehr.simulation.model.ModelOutput;
import dev.lehr.simulation.optimize.Stepper;
import dev.lehr.simulation.state.Scope;
import dev.lehr.simulation.state.SimState;
import java.util.Set;

/** Carries a model's output into the columns of a state. */
final class Forward {

  /** The columns that a model's output goes into. */
  static final Set<String> RESULTS =
      Set.of(Stepper.ENERGY, Stepper.ENERGIES, Stepper.FORCES, Stepper.STRESS);

  private Forward() {}

  static void addColumns(SimState state) {
    addIfMissing(state, Stepper.ENERGY, Scope.SYSTEM, 1);
    addIfMissing(state, Stepper.ENERGIES, Scope.ATOM, 1);
    addIfMissing(state, Stepper.FORCES, Scope.ATOM, 3);
    addIfMissing(state, Stepper.STRESS, Scope.SYSTEM, 9);
    if (!state.hasColumn(Stepper.ITERATION)) {
      state.addLongs(Stepper.ITERATION, Scope.SYSTEM, 1, 0);
    }
  }

  private static void addIfMissing(SimState state, String name, Scope scope, int width) {
    if (!state.hasColumn(name)) {
      state.addDoubles(name, scope, width, Double.NaN);
    }
  }

  static void store(ModelOutput output, SimState state) {
    int systems = state.nSystems();
    int atoms = state.nAtoms();
    System.arraycopy(output.energy(), 0, state.doubles(Stepper.ENERGY), 0, systems);
    System.arraycopy(output.stress(), 0, state.doubles(Stepper.STRESS), 0, 9 * systems);
    System.arraycopy(output.energies(), 0, state.doubles(Stepper.ENERGIES), 0, atoms);
    System.arraycopy(output.forces(), 0, state.doubles(Stepper.FORCES), 0, 3 * atoms);
  }
}
