package dev.lehr.simulation.dynamics;

import dev.lehr.simulation.constraints.Constraints;
import dev.lehr.simulation.state.SimState;

/**
 * Counts what kinetic energy is spread over. As in torch-sim: 3 for each atom less what is held,
 * and 3 less where the thermostat does not touch the centre of mass (Nose-Hoover, V-rescale,
 * C-rescale). Unlike there, nothing is taken away twice: not where the centre of mass is held
 * already, nor where held atoms let it move.
 */
final class DegreesOfFreedom {

  private DegreesOfFreedom() {}

  /** Whether the centre of mass is left out: it has to be at rest then. */
  static boolean restAtCenter(SimState system, Ensemble ensemble) {
    boolean keepsMomentum =
        !(ensemble instanceof Ensemble.Nve || ensemble instanceof Ensemble.NvtLangevin);
    return Constraints.holdsCenterOfMass(system, 0)
        || (keepsMomentum && Constraints.heldAtoms(system, 0) == 0);
  }

  static long of(SimState system, Ensemble ensemble) {
    boolean stopped = restAtCenter(system, ensemble);
    long degrees = 0;
    for (int k = 0; k < 3; k++) {
      long free = 0;
      for (int a = 0; a < system.nAtoms(); a++) {
        free += Constraints.holds(system, 3 * a + k) ? 0 : 1;
      }
      degrees += stopped ? Math.max(0, free - 1) : free;
    }
    return degrees;
  }
}
