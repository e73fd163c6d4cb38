package dev.lehr.activities.files;

import dev.lehr.simulation.linalg.Matrix3;
import dev.lehr.simulation.structure.Elements;
import dev.lehr.simulation.structure.Structure;

/**
 * Writes a crystal as CIF, every atom by itself in space group P 1. Lengths, angles and fractional
 * coordinates are written in full; how the cell lies in space, a CIF does not say.
 */
public final class CifWriter {

  private CifWriter() {}

  /**
   * The text of a structure, one data block.
   *
   * @throws IllegalArgumentException where there is no cell, or an unknown element
   */
  public static String text(Structure s) {
    double[] cell = Crystals.cell(s, "a CIF");
    StringBuilder text = new StringBuilder("# ").append(Crystals.oneLine(s.id())).append('\n');
    text.append("data_").append(s.formula()).append('\n');
    for (int i = 0; i < 3; i++) {
      text.append("_cell_length_").append("abc".charAt(i)).append(' ');
      text.append(length(cell, i)).append('\n');
    }
    String[] names = {"alpha", "beta", "gamma"};
    for (int i = 0; i < 3; i++) {
      text.append("_cell_angle_").append(names[i]).append(' ');
      text.append(angle(cell, (i + 1) % 3, (i + 2) % 3)).append('\n');
    }
    text.append("_space_group_name_H-M_alt 'P 1'\n_space_group_IT_number 1\n");
    text.append("loop_\n_space_group_symop_operation_xyz\n'x, y, z'\n");
    atoms(text, s, cell);
    return text.toString();
  }

  private static void atoms(StringBuilder text, Structure s, double[] cell) {
    text.append("loop_\n_atom_site_label\n_atom_site_type_symbol\n");
    text.append("_atom_site_fract_x\n_atom_site_fract_y\n_atom_site_fract_z\n");
    text.append("_atom_site_occupancy\n");
    double[] fractional = Crystals.fractional(s.positions(), Matrix3.inverse(cell));
    for (int i = 0; i < s.nAtoms(); i++) {
      String symbol = Elements.symbol(s.atomicNumber(i));
      text.append(symbol).append(i + 1).append(' ').append(symbol);
      for (int axis = 0; axis < 3; axis++) {
        text.append(' ').append(fractional[3 * i + axis]);
      }
      text.append(" 1\n");
    }
  }

  private static double length(double[] cell, int row) {
    return Math.sqrt(dot(cell, row, row));
  }

  /** Degrees; right angles are exact. */
  private static double angle(double[] cell, int a, int b) {
    double dot = dot(cell, a, b);
    return dot == 0
        ? 90
        : StrictMath.toDegrees(StrictMath.acos(dot / (length(cell, a) * length(cell, b))));
  }

  private static double dot(double[] cell, int a, int b) {
    return cell[3 * a] * cell[3 * b]
        + cell[3 * a + 1] * cell[3 * b + 1]
        + cell[3 * a + 2] * cell[3 * b + 2];
  }
}
