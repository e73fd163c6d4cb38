package dev.lehr.simulation.recipe;

import dev.lehr.simulation.structure.AtomColumn;
import dev.lehr.simulation.structure.Structure;
import java.util.Map;

/**
 * Structures made of others that go on through a campaign: they keep all that a file said of the
 * structure and its atoms, but for results of another geometry.
 */
final class Derived {

  private Derived() {}

  /** The same atoms elsewhere. */
  static Structure moved(Structure parent, double[] positions) {
    return start(parent, parent.atomicNumbers(), positions, parent.arrays()).build();
  }

  /** The same atoms under a homogeneous deformation: rows r become r F. */
  static Structure strained(Structure parent, double[] gradient) {
    return start(
            parent, parent.atomicNumbers(), times(parent.positions(), gradient), parent.arrays())
        .cell(times(parent.cell().orElseThrow(), gradient))
        .build();
  }

  /** A structure like its parent, with these atoms; masses are the parent's where they fit. */
  static Structure.Builder start(
      Structure parent, int[] numbers, double[] positions, Map<String, AtomColumn> arrays) {
    Structure.Builder builder = Structure.builder(parent.id(), parent.source(), numbers, positions);
    boolean[] pbc = parent.pbc();
    builder.pbc(pbc[0], pbc[1], pbc[2]);
    parent.cell().ifPresent(builder::cell);
    if (numbers.length == parent.nAtoms()) {
      parent.masses().ifPresent(builder::masses);
    }
    parent
        .info()
        .forEach(
            (key, value) -> {
              if (!Structure.RESULTS.contains(key)) {
                builder.info(key, value);
              }
            });
    arrays.forEach(
        (name, column) -> {
          if (!Structure.RESULTS.contains(name)) {
            builder.array(name, column);
          }
        });
    return builder;
  }

  static double[] times(double[] rows, double[] m) {
    double[] out = new double[rows.length];
    for (int r = 0; r < rows.length; r += 3) {
      for (int c = 0; c < 3; c++) {
        out[r + c] = rows[r] * m[c] + rows[r + 1] * m[3 + c] + rows[r + 2] * m[6 + c];
      }
    }
    return out;
  }
}
