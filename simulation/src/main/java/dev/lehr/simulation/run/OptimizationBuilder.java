package dev.lehr.simulation.run;

import dev.lehr.simulation.optimize.CellFilter;
import dev.lehr.simulation.optimize.Convergence;
import dev.lehr.simulation.optimize.FireSettings;
import dev.lehr.simulation.optimize.OptimizerSettings;
import java.util.OptionalDouble;

/** Collects the settings of an {@link Optimization}. */
public final class OptimizationBuilder {

  private static final double DEFAULT_FMAX = 0.05;

  private OptimizerSettings optimizer = FireSettings.defaults(FireSettings.Flavour.ASE);
  private OptionalDouble fmax = OptionalDouble.empty();
  private OptionalDouble smax = OptionalDouble.empty();
  private OptionalDouble energyTolerance = OptionalDouble.empty();
  private CellFilter cellFilter = CellFilter.none();
  private long maxSteps = 1000;

  OptimizationBuilder() {}

  /** Which optimizer moves structures, and its parameters (default: FIRE with ASE's steps). */
  public OptimizationBuilder optimizer(OptimizerSettings value) {
    optimizer = value;
    return this;
  }

  /**
   * Bound on the largest force, eV/angstrom, and with a moving cell on its gradient (default: 0.05,
   * unless only an energy tolerance is given).
   */
  public OptimizationBuilder fmax(double eVPerAngstrom) {
    fmax = OptionalDouble.of(eVPerAngstrom);
    return this;
  }

  /**
   * Bound on the largest free component of stress plus pressure, eV/angstrom^3, which takes the
   * place of the bound on the cell's gradient.
   */
  public OptimizationBuilder smax(double eVPerCubicAngstrom) {
    smax = OptionalDouble.of(eVPerCubicAngstrom);
    return this;
  }

  /** Bound on the change of a structure's energy in a step, eV; besides {@code fmax} if given. */
  public OptimizationBuilder energyTolerance(double eV) {
    energyTolerance = OptionalDouble.of(eV);
    return this;
  }

  /** Whether and how the cell moves too (default: it is fixed). */
  public OptimizationBuilder cellFilter(CellFilter value) {
    cellFilter = value;
    return this;
  }

  /** Lets the cell relax without external pressure, as ASE's {@code FrechetCellFilter} does. */
  public OptimizationBuilder relaxCell() {
    return cellFilter(CellFilter.frechet(0));
  }

  /** Steps after which a structure leaves unconverged (default: 1000). */
  public OptimizationBuilder maxSteps(long value) {
    maxSteps = value;
    return this;
  }

  /**
   * The relaxation.
   *
   * @throws IllegalArgumentException where a bound is not positive
   */
  public Optimization build() {
    OptionalDouble force =
        fmax.isEmpty() && energyTolerance.isEmpty() ? OptionalDouble.of(DEFAULT_FMAX) : fmax;
    return new Optimization(
        new OptimizationConfig(
            optimizer, new Convergence(force, smax, energyTolerance, maxSteps), cellFilter));
  }
}
