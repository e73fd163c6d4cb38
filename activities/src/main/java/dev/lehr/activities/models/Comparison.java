package dev.lehr.activities.models;

/**
 * How far an exported file and the package's own calculator are apart on a crystal.
 *
 * @param crystal what it is called
 * @param atoms how many it has
 * @param energy eV/atom
 * @param forces largest component, eV/angstrom
 * @param stress largest component, eV/angstrom^3
 */
public record Comparison(String crystal, int atoms, double energy, double forces, double stress) {

  /** Whether no difference is larger than that of another one; NaN is. */
  boolean isWithin(Comparison largest) {
    return energy <= largest.energy && forces <= largest.forces && stress <= largest.stress;
  }
}
