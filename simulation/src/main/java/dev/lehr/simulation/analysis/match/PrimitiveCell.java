package dev.lehr.simulation.analysis.match;

import dev.lehr.simulation.structure.Structure;

/** The smallest cell that makes a crystal. */
public final class PrimitiveCell {

  private PrimitiveCell() {}

  /**
   * How many atoms it has.
   *
   * @param tolerance how far an atom may lie from where a translation puts another, angstrom
   */
  public static int atoms(Structure crystal, double tolerance) {
    return Crystal.of(crystal).primitive(tolerance).atoms();
  }
}
