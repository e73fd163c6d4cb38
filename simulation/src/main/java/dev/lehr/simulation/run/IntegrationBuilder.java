package dev.lehr.simulation.run;

import dev.lehr.simulation.dynamics.DynamicsSettings;
import dev.lehr.simulation.dynamics.Ensemble;
import dev.lehr.simulation.dynamics.PairSampling;
import dev.lehr.simulation.dynamics.Sampling;
import dev.lehr.simulation.dynamics.Velocities;
import java.util.Optional;
import java.util.OptionalLong;

/** Collects the settings of an {@link Integration}. */
public final class IntegrationBuilder {

  private final double temperature;
  private Ensemble ensemble = Ensemble.nvtLangevin();
  private double timestep = 1;
  private long steps = 1000;
  private long averageAfter;
  private Velocities velocities = Velocities.MAXWELL_BOLTZMANN;
  private OptionalLong displacements = OptionalLong.empty();
  private Optional<PairSampling> pairs = Optional.empty();
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

  /** Starts from the momenta of the structures' files instead of drawn ones. */
  public IntegrationBuilder momentaOfFiles() {
    velocities = Velocities.FILE;
    return this;
  }

  /** Steps between samples of the mean squared displacement (default: it is not sampled). */
  public IntegrationBuilder displacementsEvery(long value) {
    displacements = OptionalLong.of(value);
    return this;
  }

  /** How the pair distribution is sampled (default: it is not). */
  public IntegrationBuilder pairs(PairSampling value) {
    pairs = Optional.of(value);
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
    Sampling sampling = new Sampling(displacements, pairs);
    return new Integration(
        new IntegrationConfig(
            new DynamicsSettings(
                ensemble, temperature, timestep, steps, averageAfter, velocities, sampling),
            seed));
  }
}
