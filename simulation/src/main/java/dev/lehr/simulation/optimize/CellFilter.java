package dev.lehr.simulation.optimize;

import java.util.Collections;
import java.util.List;

/**
 * Whether and how the cell is relaxed together with the atoms. Strain that involves a lattice
 * vector along which a system is not periodic is held, whatever the mask says.
 *
 * @param kind which degrees of freedom
 * @param pressure external pressure, eV/angstrom^3, positive in compression
 * @param hydrostatic only the volume changes, not the shape
 * @param constantVolume only the shape changes, not the volume: exactly so with {@link
 *     Kind#FRECHET}; with {@link Kind#UNIT}, as in ASE, the trace of the deformation gradient is
 *     kept, which is the volume to first order
 * @param mask 9 flags, rows xx xy xz, yx yy yz, zx zy zz, symmetric: which components of the strain
 *     are free, in Cartesian axes
 */
public record CellFilter(
    Kind kind, double pressure, boolean hydrostatic, boolean constantVolume, List<Boolean> mask) {

  private static final int[] VOIGT_ROW = {0, 1, 2, 1, 0, 0};
  private static final int[] VOIGT_COLUMN = {0, 1, 2, 2, 2, 1};

  /** Degrees of freedom of the cell. */
  public enum Kind {
    /** The cell is fixed. */
    NONE,
    /** The deformation gradient, as in ASE's {@code UnitCellFilter}. */
    UNIT,
    /** The logarithm of the deformation gradient, as in ASE's {@code FrechetCellFilter}. */
    FRECHET
  }

  /**
   * Checks the pressure, the mask, and that some strain is left.
   *
   * @throws IllegalArgumentException with the reason
   */
  public CellFilter {
    mask = List.copyOf(mask);
    require(Double.isFinite(pressure), "pressure is " + pressure + ", expected a finite number");
    require(
        !(hydrostatic && constantVolume),
        "hydrostatic and constant_volume together leave the cell nothing to change");
    require(mask.size() == 9, "cell_mask has " + mask.size() + " flags, expected 6 or 3x3");
    for (int i = 0; i < 9; i++) {
      require(
          mask.get(i).equals(mask.get(3 * (i % 3) + i / 3)),
          "cell_mask is not symmetric: a shear is one strain, not two");
    }
    require(
        !hydrostatic || mask.get(0) || mask.get(4) || mask.get(8),
        "hydrostatic with a cell_mask that holds xx, yy and zz leaves nothing to change");
    require(
        kind != Kind.FRECHET || isClosed(mask),
        "cell_mask frees a shear without both of its stretches (or two shears without the third): the"
            + " exponential of such a strain does not stay within the mask; use cell: unit");
  }

  /** A filter without a mask. */
  public CellFilter(Kind kind, double pressure, boolean hydrostatic, boolean constantVolume) {
    this(kind, pressure, hydrostatic, constantVolume, Collections.nCopies(9, true));
  }

  /** A fixed cell. */
  public static CellFilter none() {
    return new CellFilter(Kind.NONE, 0, false, false);
  }

  /** A free cell under a pressure in eV/angstrom^3. */
  public static CellFilter frechet(double pressure) {
    return new CellFilter(Kind.FRECHET, pressure, false, false);
  }

  /** The same filter with another mask of 9 flags. */
  public CellFilter withMask(List<Boolean> flags) {
    return new CellFilter(kind, pressure, hydrostatic, constantVolume, flags);
  }

  /** The 9 flags of the 6 of Voigt: xx, yy, zz, yz, xz, xy. */
  public static List<Boolean> maskOfVoigt(List<Boolean> six) {
    Boolean[] nine = new Boolean[9];
    for (int i = 0; i < 6; i++) {
      nine[3 * VOIGT_ROW[i] + VOIGT_COLUMN[i]] = six.get(i);
      nine[3 * VOIGT_COLUMN[i] + VOIGT_ROW[i]] = six.get(i);
    }
    return List.of(nine);
  }

  /** The 6 flags of Voigt of {@link #mask()}. */
  public List<Boolean> voigtMask() {
    Boolean[] six = new Boolean[6];
    for (int i = 0; i < 6; i++) {
      six[i] = mask.get(3 * VOIGT_ROW[i] + VOIGT_COLUMN[i]);
    }
    return List.of(six);
  }

  /** Whether some component is held by the mask. */
  public boolean isMasked() {
    return mask.contains(false);
  }

  /** Whether products of matrices within the mask stay within it, and so exponentials do. */
  private static boolean isClosed(List<Boolean> mask) {
    for (int i = 0; i < 3; i++) {
      for (int j = 0; j < 3; j++) {
        for (int k = 0; k < 3; k++) {
          if (mask.get(3 * i + j) && mask.get(3 * j + k) && !mask.get(3 * i + k)) {
            return false;
          }
        }
      }
    }
    return true;
  }

  private static void require(boolean holds, String message) {
    if (!holds) {
      throw new IllegalArgumentException(message);
    }
  }
}
