package dev.lehr.simulation.model;

import java.util.Arrays;

/**
 * What a potential does with the pairs of one system: a few passes over them, each adding to sums
 * of the atoms. The last pass adds {@link #ENERGY_AND_FORCES} numbers an atom by {@link
 * PairRow#scatter}.
 */
interface Kernel {

  /** Width of the sums of the last pass: half energies of pairs and three components of force. */
  int ENERGY_AND_FORCES = 4;

  /**
   * Gives each atom of a system the number that the kernel knows its element by.
   *
   * @param atomicNumbers of the whole batch, the system's from {@code first} on
   * @param types filled for the system's {@code n} atoms
   */
  default void types(int[] atomicNumbers, int first, int n, int[] types) {
    Arrays.fill(types, 0, n, 0);
  }

  /** Number of passes. */
  default int passes() {
    return 1;
  }

  /** Numbers that a pass sums for each atom. */
  default int width(int pass) {
    return ENERGY_AND_FORCES;
  }

  /**
   * Adds what the pairs whose first atom is in a range contribute. Second atoms come after the
   * first, so that sums below {@code from} are not touched.
   *
   * @param from first atom of the range; {@code into.sums} begins with this atom
   * @param to end of the range
   */
  void add(int pass, SystemView system, int from, int to, Partial into);

  /**
   * What becomes of the sums of a pass but the last, for the atoms of a range.
   *
   * @param sums of all atoms, {@link #width} numbers each
   */
  default void finish(int pass, SystemView system, int from, int to, double[] sums) {}

  /**
   * Adds what the atoms of a range have besides their shares of their pairs' energies, eV.
   *
   * @param energies of the whole batch
   */
  default void addOwnEnergies(SystemView system, int from, int to, double[] energies) {}
}
