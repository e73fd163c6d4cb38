package dev.lehr.simulation.run;

import dev.lehr.simulation.state.SimState;
import dev.lehr.simulation.structure.Structure;

/** A structure that has moved: what its input said of it, but for results of another geometry. */
public final class MovedStructure {

  private MovedStructure() {}

  /** The structure with the places of a state of one system. */
  public static Structure of(Structure input, SimState state) {
    Structure.Builder moved =
        Structure.builder(input.id(), input.source(), input.atomicNumbers(), state.positions());
    if (input.cell().isPresent()) {
      moved.cell(state.cell());
    }
    boolean[] pbc = input.pbc();
    moved.pbc(pbc[0], pbc[1], pbc[2]);
    input.masses().ifPresent(moved::masses);
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
              if (!Structure.RESULTS.contains(name)) {
                moved.array(name, column);
              }
            });
    return moved.build();
  }
}
