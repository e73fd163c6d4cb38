package dev.lehr.simulation.model;

import java.util.Arrays;

/** Energy and force of pairs as functions of their distance. */
interface PairPotential {

  /** Gives atoms the numbers of their elements, as {@link Kernel#types}; all 0 by default. */
  default void types(int[] atomicNumbers, int first, int n, int[] types) {
    Arrays.fill(types, 0, n, 0);
  }

  /**
   * Fills {@link PairRow#half} and {@link PairRow#g} from {@link PairRow#square}.
   *
   * @param type of the first atom of all pairs
   * @param types of all atoms of the system
   */
  void evaluate(PairRow row, int type, int[] types);
}
