package dev.lehr.simulation.verification;

import dev.lehr.simulation.model.SystemInput;
import dev.lehr.simulation.state.Scope;
import dev.lehr.simulation.state.SimState;
import java.util.List;

/** What a model takes besides the geometry, as the model itself has it, or 0. */
final class Inputs {

  private Inputs() {}

  static SimState give(SimState system, List<SystemInput> inputs) {
    for (SystemInput input : inputs) {
      system.addDoubles(input.column(), Scope.SYSTEM, 1, input.fallback().orElse(0));
    }
    return system;
  }

  static void copy(SimState from, SimState to) {
    for (String name : from.columnNames()) {
      if (name.startsWith(SystemInput.COLUMN_PREFIX)) {
        to.addDoubles(name, Scope.SYSTEM, 1, from.doubles(name)[0]);
      }
    }
  }
}
