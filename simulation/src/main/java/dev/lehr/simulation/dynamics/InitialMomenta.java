package dev.lehr.simulation.dynamics;

import dev.lehr.simulation.constraints.Constraints;
import dev.lehr.simulation.state.Scope;
import dev.lehr.simulation.state.SimState;
import dev.lehr.simulation.units.Units;

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

  private InitialMomenta() {}

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
