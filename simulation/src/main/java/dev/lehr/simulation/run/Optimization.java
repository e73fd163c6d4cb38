package dev.lehr.simulation.run;

import dev.lehr.simulation.optimize.Optimizer;
import dev.lehr.simulation.optimize.Stepper;

/**
 * A relaxation: moves atoms, and the cell where that is asked for, until the forces are small.
 * Immutable.
 */
public final class Optimization implements Verb {

  private final OptimizationConfig config;

  Optimization(OptimizationConfig config) {
    this.config = config;
  }

  /** FIRE to 0.05 eV/angstrom in at most 1000 steps with fixed cells: a campaign's defaults. */
  public static Optimization defaults() {
    return builder().build();
  }

  /** Starts from the {@link #defaults()}. */
  public static OptimizationBuilder builder() {
    return new OptimizationBuilder();
  }

  /** The settings. */
  public OptimizationConfig config() {
    return config;
  }

  @Override
  public Stepper stepper() {
    return Optimizer.of(config.optimizer(), config.cellFilter(), config.convergence());
  }
}
