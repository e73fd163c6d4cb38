package dev.lehr.simulation.optimize;

import java.util.OptionalDouble;

/**
 * Parameters of L-BFGS without a line search (Nocedal and Wright, Numerical Optimization, 2006,
 * algorithm 7.4).
 *
 * @param flavour {@code ASE}: as {@code ase.optimize.LBFGS}; {@code TORCHSIM}: as torch-sim's
 *     {@code lbfgs_step}, which leaves out pairs without curvature, and with a cell filter compares
 *     forces in the frame of the new cell
 * @param memory pairs of steps and gradient changes that are kept
 * @param alpha curvature to start from, eV/angstrom^2; empty: that of the last pair
 * @param damping factor on each step
 * @param maxStep largest displacement of an atom or row of the cell in a step, angstrom
 */
public record LbfgsSettings(
    FireSettings.Flavour flavour, int memory, OptionalDouble alpha, double damping, double maxStep)
    implements OptimizerSettings {

  /** Checks the memory. */
  public LbfgsSettings {
    if (memory < 1) {
      throw new IllegalArgumentException("memory is " + memory + ", expected 1 or more");
    }
  }

  /** The default parameters of ASE or of torch-sim. */
  public static LbfgsSettings defaults(FireSettings.Flavour flavour) {
    return flavour == FireSettings.Flavour.ASE
        ? new LbfgsSettings(flavour, 100, OptionalDouble.of(70), 1, 0.2)
        : new LbfgsSettings(flavour, 20, OptionalDouble.empty(), 1, 0.2);
  }

  @Override
  public String key() {
    return "lbfgs";
  }
}
