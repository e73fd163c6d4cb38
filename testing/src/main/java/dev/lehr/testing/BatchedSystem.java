package dev.lehr.testing;

import dev.lehr.simulation.state.SimState;
import dev.lehr.simulation.structure.Elements;
import dev.lehr.simulation.structure.HillFormula;
import java.util.Map;
import java.util.TreeMap;

/**
 * A structure in a batch, as a device sees it: it has no name there. A test whose structures differ
 * in formula or size can tell them by that.
 *
 * @param formula in Hill order, not reduced, for example {@code AuCu3}
 * @param atoms how many
 * @param volume of the cell now, cubic angstrom; 0 where there is no cell
 */
public record BatchedSystem(String formula, int atoms, double volume) {

  static BatchedSystem of(SimState state, int system) {
    Map<String, Integer> counts = new TreeMap<>();
    for (int a = state.firstAtom(system); a < state.firstAtom(system + 1); a++) {
      counts.merge(Elements.symbol(state.atomicNumbers()[a]), 1, Integer::sum);
    }
    return new BatchedSystem(
        HillFormula.of(counts), state.nAtoms(system), Math.abs(state.volume(system)));
  }
}
