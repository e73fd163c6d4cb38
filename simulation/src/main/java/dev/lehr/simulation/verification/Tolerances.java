package dev.lehr.simulation.verification;

/**
 * How far rounding may carry a model from what is exact.
 *
 * @param step of finite differences of positions, angstrom
 * @param strainStep of finite differences of the cell
 * @param slope of an energy by finite differences, of its size plus 1 eV/angstrom
 * @param stress of a stress by finite differences, of its size plus 0.1 eV/angstrom^3
 * @param company of an energy alone and in a batch, of its size plus 1 eV
 * @param energy of an energy of an atom that must not change, eV
 * @param force of a force that must not change, of the largest plus 1 eV/angstrom
 */
public record Tolerances(
    double step,
    double strainStep,
    double slope,
    double stress,
    double company,
    double energy,
    double force) {

  /** Of models that compute in float64. */
  public static final Tolerances DOUBLE = new Tolerances(1e-4, 1e-4, 1e-5, 1e-5, 1e-12, 1e-9, 1e-8);

  /** Of models that compute in float32. */
  public static final Tolerances SINGLE = new Tolerances(1e-2, 3e-3, 3e-3, 3e-3, 1e-6, 5e-6, 1e-4);
}
