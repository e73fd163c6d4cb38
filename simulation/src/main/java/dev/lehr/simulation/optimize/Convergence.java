package dev.lehr.simulation.optimize;

import java.util.OptionalDouble;

/**
 * When a relaxation is done. Where both criteria are given, both must hold.
 *
 * @param fmax bound on the largest force, eV/angstrom, strict; with a cell filter also on the rows
 *     of the cell gradient, as in ASE
 * @param energyTolerance bound on the change of a system's total energy in the last step, eV,
 *     strict
 * @param maxIterations number of steps after which a system leaves unconverged
 */
public record Convergence(OptionalDouble fmax, OptionalDouble energyTolerance, long maxIterations) {

  /** Checks the bounds. */
  public Convergence {
    requirePositive("fmax", fmax);
    requirePositive("energy_tolerance", energyTolerance);
    if (fmax.isEmpty() && energyTolerance.isEmpty()) {
      throw new IllegalArgumentException("neither fmax nor energy_tolerance is given");
    }
    if (maxIterations < 0) {
      throw new IllegalArgumentException(
          "max_iterations is " + maxIterations + ", expected 0 or more");
    }
  }

  /** Convergence by force alone. */
  public static Convergence force(double fmax, long maxIterations) {
    return new Convergence(OptionalDouble.of(fmax), OptionalDouble.empty(), maxIterations);
  }

  /** Convergence by energy alone. */
  public static Convergence energy(double tolerance, long maxIterations) {
    return new Convergence(OptionalDouble.empty(), OptionalDouble.of(tolerance), maxIterations);
  }

  boolean holds(double largestForce, double energyChange) {
    return (fmax.isEmpty() || largestForce < fmax.getAsDouble())
        && (energyTolerance.isEmpty() || Math.abs(energyChange) < energyTolerance.getAsDouble());
  }

  private static void requirePositive(String name, OptionalDouble bound) {
    if (bound.isPresent() && !(bound.getAsDouble() > 0)) {
      throw new IllegalArgumentException(
          name + " is " + bound.getAsDouble() + ", expected a positive number");
    }
  }
}
