package dev.lehr.simulation.dynamics;

import dev.lehr.simulation.constraints.Constraints;
import dev.lehr.simulation.state.Column;
import dev.lehr.simulation.state.Scope;
import dev.lehr.simulation.state.SimState;
import dev.lehr.simulation.structure.AtomColumn;
import dev.lehr.simulation.structure.Structure;
import dev.lehr.simulation.units.Units;
import java.util.Arrays;

/**
 * Momenta of the Maxwell-Boltzmann distribution, with the centre of mass at rest where there is
 * more than one atom and none is held. They are not rescaled: the temperature fluctuates as it
 * should.
 *
 * <p>The velocity of the centre of mass is taken away, so that what is left has the canonical
 * distribution. torch-sim takes the mean momentum from each atom, which is the same for equal
 * masses and heats light atoms otherwise.
 */
final class InitialMomenta {

  /** The per-atom column of a file that has momenta, sqrt(eV amu): ASE's name and unit. */
  static final String FILE_COLUMN = "momenta";

  private InitialMomenta() {}

  /** Takes those of a structure's file; none where it has not three finite numbers an atom. */
  static void take(SimState system, Structure structure) {
    if (structure.arrays().get(FILE_COLUMN) instanceof AtomColumn.Reals reals
        && reals.width() == 3
        && Arrays.stream(reals.data()).allMatch(Double::isFinite)) {
      double[] momenta = reals.data().clone();
      system.putColumn(Dynamics.MOMENTA, new Column.Doubles(Scope.ATOM, 3, momenta));
    }
  }

  /** Lets go of what an ensemble does not let move: held atoms, a centre of mass at rest. */
  static void keep(SimState system, Ensemble ensemble) {
    Particles particles = new Particles(system, 0);
    particles.keepConstraints();
    if (DegreesOfFreedom.restAtCenter(system, ensemble)) {
      particles.stopCenterOfMass();
    }
  }

  static void draw(SimState system, double temperature, Draws draws) {
    system.addDoubles(Dynamics.MOMENTA, Scope.ATOM, 3, 0);
    if (temperature == 0) {
      return;
    }
    Particles particles = new Particles(system, 0);
    particles.mix(0, Math.sqrt(Units.KB * temperature), draws);
    if (system.nAtoms() > 1 && Constraints.heldAtoms(system, 0) == 0) {
      particles.stopCenterOfMass();
    }
  }
}
