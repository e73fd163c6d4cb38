package dev.lehr.simulation.run;

import dev.lehr.simulation.dynamics.Dynamics;
import dev.lehr.simulation.optimize.Stepper;

/**
 * Molecular dynamics for a number of steps: torch-sim's {@code integrate}. Immutable.
 *
 * <p>A structure's random numbers depend on the seed and its id alone, so structures of the same
 * id, geometry and settings have the same trajectory; replicas need ids of their own.
 */
public final class Integration implements Verb {

  /** What the random numbers of the library are for, beside those of the stages of campaigns. */
  private static final String STAGE = "integrate";

  private final IntegrationConfig config;

  Integration(IntegrationConfig config) {
    this.config = config;
  }

  /** Starts from Langevin dynamics for 1000 steps of 1 fs. */
  public static IntegrationBuilder builder(double temperature) {
    return new IntegrationBuilder(temperature);
  }

  /** The settings. */
  public IntegrationConfig config() {
    return config;
  }

  @Override
  public Stepper stepper() {
    return new Dynamics(config.dynamics(), config.seed(), STAGE);
  }
}
