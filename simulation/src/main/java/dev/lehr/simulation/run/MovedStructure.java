package dev.lehr.simulation.run;

import dev.lehr.simulation.state.SimState;
import dev.lehr.simulation.structure.Structure;
import java.util.Arrays;

/** A structure that has moved: what its input said of it, but for results of another geometry. */
public final class MovedStructure {

  private MovedStructure() {}

  /**
   * The structure with the places of a state of one system. Where that has other atoms, as after a
   * stage that repeats a cell or substitutes elements, these count, and what the input said of each
   * of its atoms is dropped.
   */
  public static Structure of(Structure input, SimState state) {
    boolean isSameAtoms = Arrays.equals(input.atomicNumbers(), state.atomicNumbers());
    Structure.Builder moved =
        Structure.builder(input.id(), input.source(), state.atomicNumbers(), state.positions());
    if (input.cell().isPresent()) {
      moved.cell(state.cell());
    }
    boolean[] pbc = input.pbc();
    moved.pbc(pbc[0], pbc[1], pbc[2]);
    input.masses().ifPresent(masses -> moved.masses(isSameAtoms ? masses : state.masses()));
    input
        .info()
        .forEach(
            (key, value) -> {
              if (!Structure.RESULTS.contains(key)) {
                moved.info(key, value);
              }
            });
    input
        .arrays()
        .forEach(
            (name, column) -> {
              if (isSameAtoms && !Structure.RESULTS.contains(name)) {
                moved.array(name, column);
              }
            });
    return moved.build();
  }
}
