package dev.lehr.simulation.dynamics;

import java.util.Optional;
import java.util.OptionalLong;

/**
 * What a trajectory is to be.
 *
 * @param ensemble what it samples, and how
 * @param temperature of the bath and of the initial momenta, K, 0 or more; above 0 with a
 *     thermostat
 * @param timestep fs, above 0
 * @param steps the number of steps after which it ends, at least 1
 * @param averageAfter steps that do not count in means, to let the system find its equilibrium; 0
 *     or more, fewer than {@code steps}
 * @param velocities where the momenta at the start come from
 * @param sampling what is observed besides
 */
public record DynamicsSettings(
    Ensemble ensemble,
    double temperature,
    double timestep,
    long steps,
    long averageAfter,
    Velocities velocities,
    Sampling sampling) {

  /** Checks the numbers. */
  public DynamicsSettings {
    boolean bath = ensemble.hasBath();
    if (!(temperature >= 0 && Double.isFinite(temperature)) || (bath && temperature == 0)) {
      throw new IllegalArgumentException(
          "temperature is " + temperature + " K, expected a number " + (bath ? "above 0" : ">= 0"));
    }
    if (!(timestep > 0 && Double.isFinite(timestep))) {
      throw new IllegalArgumentException(
          "timestep is " + timestep + " fs, expected a finite number above 0");
    }
    if (steps < 1) {
      throw new IllegalArgumentException("steps is " + steps + ", expected 1 or more");
    }
    if (averageAfter < 0 || averageAfter >= steps) {
      throw new IllegalArgumentException(
          "average_after is " + averageAfter + ", expected 0 to " + (steps - 1));
    }
  }

  /** Settings with momenta that are drawn, and nothing observed besides. */
  public DynamicsSettings(
      Ensemble ensemble, double temperature, double timestep, long steps, long averageAfter) {
    this(
        ensemble,
        temperature,
        timestep,
        steps,
        averageAfter,
        Velocities.MAXWELL_BOLTZMANN,
        Sampling.none());
  }

  /** Starts from the defaults of an ensemble: 1 fs, 1000 steps, means over all of them. */
  public static Builder builder(Ensemble ensemble, double temperature) {
    return new Builder(ensemble, temperature);
  }

  /** Collects settings. */
  public static final class Builder {
    private final Ensemble ensemble;
    private final double temperature;
    private double timestep = 1;
    private long steps = 1000;
    private long averageAfter;
    private Velocities velocities = Velocities.MAXWELL_BOLTZMANN;
    private OptionalLong displacements = OptionalLong.empty();
    private Optional<PairSampling> pairs = Optional.empty();

    private Builder(Ensemble ensemble, double temperature) {
      this.ensemble = ensemble;
      this.temperature = temperature;
    }

    /** Time step, fs (default: 1). */
    public Builder timestep(double fs) {
      timestep = fs;
      return this;
    }

    /** Number of steps (default: 1000). */
    public Builder steps(long value) {
      steps = value;
      return this;
    }

    /** Steps that do not count in means (default: 0). */
    public Builder averageAfter(long value) {
      averageAfter = value;
      return this;
    }

    /** Where the momenta at the start come from (default: they are drawn). */
    public Builder velocities(Velocities value) {
      velocities = value;
      return this;
    }

    /** Steps between samples of the mean squared displacement (default: it is not sampled). */
    public Builder displacementsEvery(long value) {
      displacements = OptionalLong.of(value);
      return this;
    }

    /** How the pair distribution is sampled (default: it is not). */
    public Builder pairs(PairSampling value) {
      pairs = Optional.of(value);
      return this;
    }

    /**
     * The settings.
     *
     * @throws IllegalArgumentException where a number is out of bounds
     */
    public DynamicsSettings build() {
      return new DynamicsSettings(
          ensemble,
          temperature,
          timestep,
          steps,
          averageAfter,
          velocities,
          new Sampling(displacements, pairs));
    }
  }
}
