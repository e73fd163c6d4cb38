package dev.lehr.simulation.analysis;

import dev.lehr.simulation.linalg.Matrix3;
import dev.lehr.simulation.structure.AtomColumn;
import dev.lehr.simulation.structure.Structure;
import java.util.Optional;

/**
 * Crystals made of crystals. They keep elements, masses, periodicity and what is held, and nothing
 * else of what a file said.
 */
public final class Deformation {

  private Deformation() {}

  /** Whether a structure is periodic along all three lattice vectors of a cell with a volume. */
  public static boolean isCrystal(Structure structure) {
    boolean[] pbc = structure.pbc();
    return pbc[0] && pbc[1] && pbc[2] && structure.cell().isPresent() && volume(structure) > 0;
  }

  /** Why a study of crystals cannot take a structure: it is none. */
  public static <R> Optional<Answer.Refused<R>> refusal(Structure structure) {
    return isCrystal(structure)
        ? Optional.empty()
        : Optional.of(
            new Answer.Refused<>(
                "not_a_crystal",
                structure.id()
                    + " is not periodic along three vectors of a cell, expected a crystal"));
  }

  /** The volume of the cell, angstrom^3; 0 without one. */
  public static double volume(Structure structure) {
    return structure.cell().map(c -> Math.abs(Matrix3.determinant(c, 0))).orElse(0.0);
  }

  /**
   * The structure under a homogeneous deformation: each lattice vector and position r, as a row,
   * becomes r F.
   *
   * @param gradient F, 3x3 row-major
   */
  public static Structure strained(Structure parent, double[] gradient) {
    double[] cell = rowsTimes(parent.cell().orElseThrow(), gradient);
    return like(parent, cell, rowsTimes(parent.positions(), gradient));
  }

  /**
   * The structure with other places.
   *
   * @param cell 9 numbers, rows, angstrom
   * @param positions 3N, angstrom
   */
  public static Structure like(Structure parent, double[] cell, double[] positions) {
    boolean[] pbc = parent.pbc();
    Structure.Builder b =
        Structure.builder(parent.id(), parent.source(), parent.atomicNumbers(), positions)
            .cell(cell)
            .pbc(pbc[0], pbc[1], pbc[2]);
    parent.masses().ifPresent(b::masses);
    AtomColumn mask = parent.arrays().get(Structure.MOVE_MASK);
    if (mask != null) {
      b.array(Structure.MOVE_MASK, mask);
    }
    Object held = parent.info().get(Structure.FIX_COM);
    if (held != null) {
      b.info(Structure.FIX_COM, held);
    }
    return b.build();
  }

  private static double[] rowsTimes(double[] rows, double[] m) {
    double[] out = new double[rows.length];
    for (int r = 0; r < rows.length; r += 3) {
      for (int c = 0; c < 3; c++) {
        out[r + c] = rows[r] * m[c] + rows[r + 1] * m[3 + c] + rows[r + 2] * m[6 + c];
      }
    }
    return out;
  }
}
