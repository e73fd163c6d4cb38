package dev.lehr.activities.files;

import dev.lehr.simulation.structure.AtomColumn;
import dev.lehr.simulation.structure.Elements;
import dev.lehr.simulation.structure.Structure;
import java.util.ArrayList;
import java.util.List;

/**
 * Writes a crystal as a POSCAR of VASP 5 (vasp.at/wiki/POSCAR): Cartesian coordinates that parse
 * back to the same bits, atoms in their own order, so that a symbol comes again where its atoms are
 * not together. The id is the first line. Held atoms are written as selective dynamics.
 */
public final class PoscarWriter {

  private PoscarWriter() {}

  /**
   * The text of a structure.
   *
   * @throws IllegalArgumentException where a POSCAR cannot say it: there is no cell, an unknown
   *     element, or atoms held along some Cartesian axes that are no lattice vectors
   */
  public static String text(Structure s) {
    double[] cell = Crystals.cell(s, "a POSCAR");
    StringBuilder text = new StringBuilder(Crystals.oneLine(s.id())).append("\n1.0\n");
    for (int row = 0; row < 3; row++) {
      text.append(row(cell, row)).append('\n');
    }
    runs(text, s);
    boolean[][] flags = flags(s, cell);
    text.append(flags.length > 0 ? "Selective dynamics\n" : "").append("Cartesian\n");
    double[] x = s.positions();
    for (int i = 0; i < s.nAtoms(); i++) {
      text.append(row(x, i));
      for (int axis = 0; flags.length > 0 && axis < 3; axis++) {
        text.append(flags[i][axis] ? " T" : " F");
      }
      text.append('\n');
    }
    return text.toString();
  }

  private static String row(double[] values, int row) {
    return values[3 * row] + " " + values[3 * row + 1] + " " + values[3 * row + 2];
  }

  private static void runs(StringBuilder text, Structure s) {
    List<String> symbols = new ArrayList<>();
    List<String> counts = new ArrayList<>();
    int from = 0;
    for (int i = 1; i <= s.nAtoms(); i++) {
      if (i == s.nAtoms() || s.atomicNumber(i) != s.atomicNumber(from)) {
        symbols.add(Elements.symbol(s.atomicNumber(from)));
        counts.add(Integer.toString(i - from));
        from = i;
      }
    }
    text.append(String.join(" ", symbols)).append('\n');
    text.append(String.join(" ", counts)).append('\n');
  }

  /** For each atom whether it moves along each lattice vector; empty where nothing is held. */
  private static boolean[][] flags(Structure s, double[] cell) {
    if (!(s.arrays().get(Structure.MOVE_MASK) instanceof AtomColumn.Logicals mask)) {
      return new boolean[0][];
    }
    boolean[][] flags = new boolean[s.nAtoms()][3];
    int width = mask.width();
    for (int i = 0; i < s.nAtoms(); i++) {
      for (int axis = 0; axis < 3; axis++) {
        flags[i][axis] = mask.data()[width == 3 ? 3 * i + axis : i];
      }
      boolean same = flags[i][0] == flags[i][1] && flags[i][1] == flags[i][2];
      if (!same && !isDiagonal(cell)) {
        throw new IllegalArgumentException(
            "atom "
                + (i + 1)
                + " is held along some Cartesian axes, expected lattice vectors along x, y and z,"
                + " since a POSCAR holds atoms along lattice vectors");
      }
    }
    return flags;
  }

  private static boolean isDiagonal(double[] cell) {
    boolean diagonal = true;
    for (int k = 0; k < 9; k++) {
      diagonal &= k % 4 == 0 || cell[k] == 0;
    }
    return diagonal;
  }
}
