package dev.lehr.simulation.optimize;

/**
 * Parameters of BFGS as in {@code ase.optimize.BFGS}; {@link #defaults} are ASE's.
 *
 * @param alpha curvature to start from, eV/angstrom^2
 * @param maxStep largest displacement of an atom or row of the cell in a step, angstrom
 */
public record BfgsSettings(double alpha, double maxStep) implements OptimizerSettings {

  /** ASE's default parameters. */
  public static BfgsSettings defaults() {
    return new BfgsSettings(70, 0.2);
  }

  @Override
  public String key() {
    return "bfgs";
  }
}
