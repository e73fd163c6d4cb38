package dev.lehr.simulation.optimize;

/**
 * Whether and how the cell is relaxed together with the atoms.
 *
 * @param kind which degrees of freedom
 * @param pressure external pressure, eV/angstrom^3, positive in compression
 * @param hydrostatic only the volume changes, not the shape
 * @param constantVolume only the shape changes, not the volume
 */
public record CellFilter(Kind kind, double pressure, boolean hydrostatic, boolean constantVolume) {

  /** Degrees of freedom of the cell. */
  public enum Kind {
    /** The cell is fixed. */
    NONE,
    /** The logarithm of the deformation gradient, as in ASE's {@code FrechetCellFilter}. */
    FRECHET
  }

  /** Checks the pressure. */
  public CellFilter {
    if (!Double.isFinite(pressure)) {
      throw new IllegalArgumentException("pressure is " + pressure + ", expected a finite number");
    }
  }

  /** A fixed cell. */
  public static CellFilter none() {
    return new CellFilter(Kind.NONE, 0, false, false);
  }

  /** A free cell under a pressure in eV/angstrom^3. */
  public static CellFilter frechet(double pressure) {
    return new CellFilter(Kind.FRECHET, pressure, false, false);
  }
}
