package dev.lehr.simulation.model;

/**
 * The functions of an embedded-atom potential E = sum_i F_i(rho_i) + 1/2 sum_ij phi_ij(r_ij), rho_i
 * = sum_j f_ji(r_ij), for the pairs of an atom at a time. Types count the potential's elements.
 */
interface EamFunctions {

  /** The type of an atomic number, or -1. */
  int typeOf(int atomicNumber);

  /**
   * The densities of pairs.
   *
   * @param type of the first atom of all pairs
   * @param types of all atoms of the system
   * @param taken filled: what the first atom gets from the second
   * @param given filled: what it gives to the second
   */
  void densities(PairRow row, int type, int[] types, double[] taken, double[] given);

  /**
   * Fills {@link PairRow#half} and {@link PairRow#g}.
   *
   * @param slope F' of the first atom, eV
   * @param slopes F' of the system's atoms, each at its number plus {@code offset}
   */
  void forces(PairRow row, int type, int[] types, double slope, double[] slopes, int offset);

  /** Energy of embedding an atom of a type in a density, eV. */
  double embedding(int type, double rho);

  /** Derivative of {@link #embedding} by the density, eV. */
  double embeddingSlope(int type, double rho);
}
