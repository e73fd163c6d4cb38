package dev.lehr.simulation.optimize;

import java.util.OptionalDouble;

/**
 * When a relaxation is done. Where several criteria are given, all must hold.
 *
 * @param fmax bound on the largest force on an atom that constraints leave, eV/angstrom, strict;
 *     with a cell filter and no {@code smax} also on the rows of the cell gradient, as in ASE
 * @param smax bound on the largest component of stress plus pressure over the free strains of a
 *     moving cell, eV/angstrom^3, strict
 * @param energyTolerance bound on the change of a system's total energy in the last step, eV,
 *     strict
 * @param maxIterations number of steps after which a system leaves unconverged
 */
public record Convergence(
    OptionalDouble fmax, OptionalDouble smax, OptionalDouble energyTolerance, long maxIterations) {

  /** Checks the bounds. */
  public Convergence {
    requirePositive("fmax", fmax);
    requirePositive("smax", smax);
    requirePositive("energy_tolerance", energyTolerance);
    if (fmax.isEmpty() && smax.isEmpty() && energyTolerance.isEmpty()) {
      throw new IllegalArgumentException("neither fmax, smax nor energy_tolerance is given");
    }
    if (maxIterations < 0) {
      throw new IllegalArgumentException(
          "max_iterations is " + maxIterations + ", expected 0 or more");
    }
  }

  /** Convergence without a bound on the stress. */
  public Convergence(OptionalDouble fmax, OptionalDouble energyTolerance, long maxIterations) {
    this(fmax, OptionalDouble.empty(), energyTolerance, maxIterations);
  }

  /** Convergence by force alone. */
  public static Convergence force(double fmax, long maxIterations) {
    return new Convergence(OptionalDouble.of(fmax), OptionalDouble.empty(), maxIterations);
  }

  /** Convergence by energy alone. */
  public static Convergence energy(double tolerance, long maxIterations) {
    return new Convergence(OptionalDouble.empty(), OptionalDouble.of(tolerance), maxIterations);
  }

  boolean holds(double largestForce, double largestStress, double energyChange) {
    return (fmax.isEmpty() || largestForce < fmax.getAsDouble())
        && (smax.isEmpty() || largestStress < smax.getAsDouble())
        && (energyTolerance.isEmpty() || Math.abs(energyChange) < energyTolerance.getAsDouble());
  }

  private static void requirePositive(String name, OptionalDouble bound) {
    if (bound.isPresent() && !(bound.getAsDouble() > 0)) {
      throw new IllegalArgumentException(
          name + " is " + bound.getAsDouble() + ", expected a positive number");
    }
  }
}
