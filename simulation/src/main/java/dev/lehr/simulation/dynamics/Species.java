package dev.lehr.simulation.dynamics;

import dev.lehr.simulation.state.SimState;
import java.util.Arrays;

/** The different elements of a system, in the order of their atomic numbers. */
final class Species {

  private Species() {}

  /** Atomic numbers, each once, ascending. */
  static int[] of(SimState batch, int system) {
    int from = batch.firstAtom(system);
    int to = batch.firstAtom(system + 1);
    return Arrays.stream(batch.atomicNumbers(), from, to).sorted().distinct().toArray();
  }

  /** For each atom of the system the place of its element in {@code species}. */
  static int[] places(SimState batch, int system, int[] species) {
    int from = batch.firstAtom(system);
    int[] places = new int[batch.nAtoms(system)];
    for (int a = 0; a < places.length; a++) {
      places[a] = Arrays.binarySearch(species, batch.atomicNumbers()[from + a]);
    }
    return places;
  }
}
