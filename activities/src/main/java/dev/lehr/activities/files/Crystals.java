package dev.lehr.activities.files;

import dev.lehr.simulation.structure.Elements;
import dev.lehr.simulation.structure.Structure;

/** What formats that know only crystals ask of a structure. */
final class Crystals {

  private Crystals() {}

  /**
   * The cell of a structure whose elements are known.
   *
   * @param format for messages, for example {@code a POSCAR}
   */
  static double[] cell(Structure s, String format) {
    for (int z : s.atomicNumbers()) {
      if (!Elements.isKnown(z)) {
        throw new IllegalArgumentException(
            "found an atom with the atomic number " + z + ", expected elements in " + format);
      }
    }
    double[] cell =
        s.cell()
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "found no cell, expected one, since " + format + " holds crystals only"));
    if (CellVectors.determinant(cell) == 0) {
      throw new IllegalArgumentException("found a flat cell, expected one with a volume");
    }
    return cell;
  }

  /** Fractional coordinates of Cartesian ones. */
  static double[] fractional(double[] x, double[] inverse) {
    return CellVectors.cartesian(x, inverse);
  }

  /** A text without line breaks and other control characters, at most 200 characters. */
  static String oneLine(String text) {
    String line = text.replaceAll("[\\p{Cntrl}\\u2028\\u2029]", " ").strip();
    return line.length() > 200 ? line.substring(0, 200) : line;
  }
}
