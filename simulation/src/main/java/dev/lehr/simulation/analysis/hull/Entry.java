package dev.lehr.simulation.analysis.hull;

/**
 * A phase: something with a composition and an energy.
 *
 * @param id what it is called
 * @param composition its atoms
 * @param energy of all these atoms, eV; under pressure the enthalpy. Energies of one hull have to
 *     be of one method
 */
public record Entry(String id, Composition composition, double energy) {

  /** Energy of an atom, eV. */
  public double energyPerAtom() {
    return energy / composition.atoms();
  }
}
