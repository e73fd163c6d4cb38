package dev.lehr.activities.files;

import dev.lehr.simulation.structure.AtomColumn;
import dev.lehr.simulation.structure.Structure;
import java.util.Arrays;
import java.util.Map;

/**
 * Which atoms may move, in the one form that the rest of the program knows: the logical column
 * {@code move_mask}, one or three values an atom, true = moves, and {@code fix_com} of info. A mask
 * that holds nothing is left out.
 */
final class Constraints {

  /** The info key that says that the centre of mass stays. */
  static final String FIX_COM = "fix_com";

  /** How far off its axis a lattice vector may be, relative to its length. */
  private static final double PARALLEL = 1e-8;

  private final boolean[] moves;
  private boolean fixCom;

  Constraints(int atoms) {
    moves = new boolean[3 * atoms];
    Arrays.fill(moves, true);
  }

  void fixCom() {
    fixCom = true;
  }

  /** Holds an atom along one Cartesian axis. */
  void hold(int atom, int axis) {
    moves[3 * atom + axis] = false;
  }

  /** Holds an atom. */
  void hold(int atom) {
    Arrays.fill(moves, 3 * atom, 3 * atom + 3, false);
  }

  /**
   * Holds an atom as VASP's selective dynamics does: a flag concerns motion along a lattice vector.
   * Flags that differ leave an atom the line or plane of the vectors that are true; a mask can say
   * that where this line or plane is one of Cartesian axes.
   *
   * @param flags for each lattice vector, whether the atom moves along it
   * @param cell rows, angstrom
   * @throws Malformed {@code unsupported_constraint} where it is not
   */
  void alongLattice(int atom, boolean[] flags, double[] cell) throws Malformed {
    boolean[] axes = new boolean[3];
    int free = 0;
    for (int k = 0; k < 3; k++) {
      if (flags[k]) {
        free++;
        markAxes(axes, cell, 3 * k);
      }
    }
    int spanned = (axes[0] ? 1 : 0) + (axes[1] ? 1 : 0) + (axes[2] ? 1 : 0);
    if (free < 3 && spanned != free) {
      throw new Malformed(
          "unsupported_constraint",
          "selective dynamics",
          "the flags "
              + (flags[0] ? "T " : "F ")
              + (flags[1] ? "T " : "F ")
              + (flags[2] ? "T" : "F")
              + " along lattice vectors that are not parallel to x, y and z",
          "T T T, F F F, or vectors of what moves that lie along Cartesian axes");
    }
    for (int axis = 0; axis < 3; axis++) {
      if (free < 3 && !axes[axis]) {
        hold(atom, axis);
      }
    }
  }

  private static void markAxes(boolean[] axes, double[] cell, int row) {
    double largest =
        Math.max(Math.abs(cell[row]), Math.max(Math.abs(cell[row + 1]), Math.abs(cell[row + 2])));
    for (int axis = 0; axis < 3; axis++) {
      axes[axis] |= Math.abs(cell[row + axis]) > PARALLEL * largest;
    }
  }

  /** Writes them into a structure. */
  void apply(Structure.Builder builder) {
    if (fixCom) {
      builder.info(FIX_COM, true);
    }
    int n = moves.length / 3;
    boolean[] whole = new boolean[n];
    boolean each = false;
    boolean held = false;
    for (int i = 0; i < n; i++) {
      whole[i] = moves[3 * i];
      each |= moves[3 * i] != moves[3 * i + 1] || moves[3 * i] != moves[3 * i + 2];
      held |= !(moves[3 * i] && moves[3 * i + 1] && moves[3 * i + 2]);
    }
    if (held) {
      builder.array(
          Structure.MOVE_MASK,
          each ? new AtomColumn.Logicals(3, moves.clone()) : new AtomColumn.Logicals(1, whole));
    }
  }

  /**
   * Looks at a mask and flag that a file has in the form above already.
   *
   * @throws Malformed {@code unsupported_constraint} where they are of another kind
   */
  static void check(Map<String, Object> info, Map<String, AtomColumn> arrays) throws Malformed {
    AtomColumn mask = arrays.get(Structure.MOVE_MASK);
    boolean sound =
        mask == null
            || (mask instanceof AtomColumn.Logicals && (mask.width() == 1 || mask.width() == 3));
    if (!sound && mask != null) {
      throw new Malformed(
          "unsupported_constraint",
          Structure.MOVE_MASK,
          "a column " + mask.kind() + ":" + mask.width(),
          "L:1 or L:3, true for what moves");
    }
    Object com = info.get(FIX_COM);
    if (com != null && !(com instanceof Boolean)) {
      throw new Malformed(
          "unsupported_constraint",
          FIX_COM,
          Malformed.quoted(InfoText.format(FIX_COM, com)),
          "true or false");
    }
  }
}
