package dev.lehr.simulation.dynamics;

/** A number that is known after each step. */
public enum Observable {
  /** Twice the kinetic energy over Boltzmann's constant and the degrees of freedom, K. */
  TEMPERATURE(0, "temperature", "K"),
  /** Kinetic energy, eV. */
  KINETIC_ENERGY(1, "kinetic_energy", "eV"),
  /** Potential energy, eV. */
  POTENTIAL_ENERGY(2, "potential_energy", "eV"),
  /** Kinetic plus potential energy, eV. */
  TOTAL_ENERGY(3, "total_energy", "eV"),
  /**
   * (2 K / V - trace of the stress) / 3, eV/angstrom^3, positive in compression; not-a-number where
   * the system is not periodic in all three directions.
   */
  PRESSURE(4, "pressure", "eV/angstrom^3"),
  /** Volume of the cell, cubic angstrom; 0 where there is none. */
  VOLUME(5, "volume", "angstrom^3"),
  /**
   * What the equations of motion conserve, eV: the total energy (NVE), the energy of system and
   * chain (Nose-Hoover), the total energy less the heat that the thermostat gave (Langevin,
   * V-rescale). Not-a-number where none is defined (C-rescale).
   */
  CONSERVED(6, "conserved", "eV");

  private final int place;
  private final String key;
  private final String unit;

  Observable(int place, String key, String unit) {
    this.place = place;
    this.key = key;
    this.unit = unit;
  }

  /** Where it is in a row of the columns of {@link Observables}. */
  int place() {
    return place;
  }

  /** The word for it in results. */
  public String key() {
    return key;
  }

  /** The unit, as ASE writes it. */
  public String unit() {
    return unit;
  }
}
