package dev.lehr.activities.engine;

import dev.lehr.simulation.autobatch.MemoryMetric;
import dev.lehr.simulation.schedule.Packing;
import java.util.OptionalLong;

/**
 * How an engine fills its device and how often it commits.
 *
 * @param metric the number of a system that memory grows with
 * @param maxScaler largest sum of it in a batch
 * @param memoryBudget where given, bytes that batches may take: then a system's size is the memory
 *     that the model takes for it, and neither metric nor largest sum are used
 * @param oversizedRunAlone whether a system that is larger runs in a batch of its own instead of
 *     failing: where the largest sum is a matter of speed, not of memory
 * @param packing which waiting system is next
 * @param resizeEvery steps between looks at how the sizes of systems have changed; 0: never
 * @param tickMillis time between commits at most
 * @param tickBytes size of a commit at most, roughly
 * @param graceMillis how long systems stay resident after a slice without the next one
 */
public record EngineSettings(
    MemoryMetric metric,
    double maxScaler,
    OptionalLong memoryBudget,
    boolean oversizedRunAlone,
    Packing packing,
    int resizeEvery,
    int tickMillis,
    long tickBytes,
    long graceMillis) {

  /** Steps between looks at the sizes of systems unless something else is said. */
  public static final int RESIZE_EVERY = 20;

  /** Ticks of 250 ms or 1 MB, a grace of 30 s, look-ahead packing. */
  public static EngineSettings of(MemoryMetric metric, double maxScaler) {
    return new EngineSettings(
        metric,
        maxScaler,
        OptionalLong.empty(),
        false,
        Packing.lookAhead(),
        RESIZE_EVERY,
        250,
        1 << 20,
        30_000);
  }

  /** The same, with systems that are too large for a batch in batches of their own. */
  public EngineSettings withOversizedAlone() {
    return new EngineSettings(
        metric,
        maxScaler,
        memoryBudget,
        true,
        packing,
        resizeEvery,
        tickMillis,
        tickBytes,
        graceMillis);
  }

  /** The same, limited by memory. */
  public EngineSettings withMemoryBudget(long bytes) {
    return new EngineSettings(
        metric,
        maxScaler,
        OptionalLong.of(bytes),
        oversizedRunAlone,
        packing,
        resizeEvery,
        tickMillis,
        tickBytes,
        graceMillis);
  }

  /** The same, packed in another way. */
  public EngineSettings with(Packing how) {
    return new EngineSettings(
        metric,
        maxScaler,
        memoryBudget,
        oversizedRunAlone,
        how,
        resizeEvery,
        tickMillis,
        tickBytes,
        graceMillis);
  }

  /** The same, with sizes looked at as often as this; 0: never. */
  public EngineSettings resizing(int every) {
    return new EngineSettings(
        metric,
        maxScaler,
        memoryBudget,
        oversizedRunAlone,
        packing,
        every,
        tickMillis,
        tickBytes,
        graceMillis);
  }

  /** The same, with another time between commits and another grace. */
  public EngineSettings ticking(int millis, long grace) {
    return new EngineSettings(
        metric,
        maxScaler,
        memoryBudget,
        oversizedRunAlone,
        packing,
        resizeEvery,
        millis,
        tickBytes,
        grace);
  }

  /** Rejects what cannot work. */
  public EngineSettings {
    if (!(maxScaler > 0) || memoryBudget.orElse(1) < 1) {
      throw new IllegalArgumentException("a batch takes " + maxScaler + ", expected above 0");
    }
    if (tickMillis < 1 || tickBytes < 1 || graceMillis < 0 || resizeEvery < 0) {
      throw new IllegalArgumentException("engine settings must be positive: " + tickMillis);
    }
  }

  /** Whether the limit is nobody's word: it may be found out. */
  boolean isAutomatic() {
    return oversizedRunAlone && memoryBudget.isEmpty();
  }

  /** The largest sum of sizes in a batch. */
  double cap() {
    return memoryBudget.isPresent() ? memoryBudget.getAsLong() : maxScaler;
  }

  /** The number that the cap limits the sum of, for people. */
  String sizeName() {
    return memoryBudget.isPresent() ? "memory in bytes" : metric.key();
  }
}
