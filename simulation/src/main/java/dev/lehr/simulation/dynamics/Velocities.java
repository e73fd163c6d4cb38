package dev.lehr.simulation.dynamics;

/** Where the momenta at the start come from. */
public enum Velocities {
  /** Drawn from the Maxwell-Boltzmann distribution of the temperature. */
  MAXWELL_BOLTZMANN("maxwell-boltzmann"),
  /** Those at the end of the dynamics before, to the bit; see {@link Dynamics}. */
  CONTINUE("continue"),
  /** Those of the structure's file: its column {@code momenta}, sqrt(eV amu), as ASE writes it. */
  FILE("file");

  private final String key;

  Velocities(String key) {
    this.key = key;
  }

  /** The word for it. */
  public String key() {
    return key;
  }
}
