package dev.lehr.simulation.prototypes;

/** Which cell of a crystal is built. */
public enum CellChoice {
  /** The smallest cell. A crystal of one atom has nothing to rattle in it. */
  PRIMITIVE,
  /** The cubic cell (for A3 the hexagonal one, which is primitive as well). */
  CONVENTIONAL
}
