package dev.lehr.activities.engine;

import dev.lehr.simulation.autobatch.MemoryMetric;

/**
 * How an engine fills its device and how often it writes down what it has.
 *
 * @param metric the number of a system that memory grows with
 * @param maxScaler largest sum of it in a batch
 * @param oversizedRunAlone whether a system that is larger runs in a batch of its own instead of
 *     failing: where the largest sum is a matter of speed, not of memory
 * @param recomputeSteps steps of a system that a crash may cost at most; a checkpoint is taken
 *     twice as often, and a system waits rather than run further ahead of what is committed
 * @param tickMillis time between commits at most
 * @param tickBytes size of a commit at most, roughly
 * @param graceMillis how long systems stay resident after a slice without the next one
 */
public record EngineSettings(
    MemoryMetric metric,
    double maxScaler,
    boolean oversizedRunAlone,
    int recomputeSteps,
    int tickMillis,
    long tickBytes,
    long graceMillis) {

  /** Ticks of 250 ms or 1 MB and a grace of 30 s. */
  public static EngineSettings of(MemoryMetric metric, double maxScaler, int recomputeSteps) {
    return new EngineSettings(metric, maxScaler, false, recomputeSteps, 250, 1 << 20, 30_000);
  }

  /** The same, with systems that are too large for a batch in batches of their own. */
  public EngineSettings withOversizedAlone() {
    return new EngineSettings(
        metric, maxScaler, true, recomputeSteps, tickMillis, tickBytes, graceMillis);
  }

  /** Rejects what cannot work. */
  public EngineSettings {
    if (!(maxScaler > 0)) {
      throw new IllegalArgumentException("maxScaler is " + maxScaler + ", expected above 0");
    }
    if (recomputeSteps < 1 || tickMillis < 1 || tickBytes < 1 || graceMillis < 0) {
      throw new IllegalArgumentException("engine settings must be positive: " + recomputeSteps);
    }
  }

  int checkpointEvery() {
    return Math.max(1, recomputeSteps / 2);
  }
}
