package dev.lehr.simulation.run;

import dev.lehr.simulation.dynamics.DynamicsSettings;
import dev.lehr.simulation.dynamics.Ensemble;

/** Collects the settings of an {@link Integration}. */
public final class IntegrationBuilder {

  private final double temperature;
  private Ensemble ensemble = Ensemble.nvtLangevin();
  private double timestep = 1;
  private long steps = 1000;
  private long averageAfter;
  private long seed;

  IntegrationBuilder(double temperature) {
    this.temperature = temperature;
  }

  /** What is sampled, and how (default: {@link Ensemble#nvtLangevin()}). */
  public IntegrationBuilder ensemble(Ensemble value) {
    ensemble = value;
    return this;
  }

  /** Time step, fs (default: 1). */
  public IntegrationBuilder timestep(double fs) {
    timestep = fs;
    return this;
  }

  /** Number of steps (default: 1000). */
  public IntegrationBuilder steps(long value) {
    steps = value;
    return this;
  }

  /** Steps at the start that do not count in means (default: 0). */
  public IntegrationBuilder averageAfter(long value) {
    averageAfter = value;
    return this;
  }

  /** Seed of the random numbers (default: 0). */
  public IntegrationBuilder seed(long value) {
    seed = value;
    return this;
  }

  /**
   * The integration.
   *
   * @throws IllegalArgumentException where a number is out of bounds
   */
  public Integration build() {
    return new Integration(
        new IntegrationConfig(
            new DynamicsSettings(ensemble, temperature, timestep, steps, averageAfter), seed));
  }
}
