package dev.lehr.simulation.dynamics;

import dev.lehr.simulation.state.Scope;
import dev.lehr.simulation.state.SimState;

/**
 * Adds up what a thermostat gave to a system, so that total energy less heat is conserved but for
 * errors of the integration (G. Bussi, M. Parrinello, Phys. Rev. E 75, 056707, 2007).
 */
final class Heat {

  /** Column of the heat, eV. */
  static final String COLUMN = "heat";

  private Heat() {}

  static void prepare(SimState system) {
    system.addDoubles(COLUMN, Scope.SYSTEM, 1, 0);
  }

  static void add(Particles particles, double energy) {
    particles.batch.doubles(COLUMN)[particles.system] += energy;
  }

  static double of(Particles particles) {
    return particles.batch.doubles(COLUMN)[particles.system];
  }
}
