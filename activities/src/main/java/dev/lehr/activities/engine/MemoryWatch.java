package dev.lehr.activities.engine;

import dev.lehr.simulation.autobatch.BatchSizeSearch;
import dev.lehr.simulation.autobatch.DeviceMemory;
import dev.lehr.simulation.autobatch.MemoryMetric;
import dev.lehr.simulation.autobatch.MemoryModel;
import dev.lehr.simulation.autobatch.MemoryProbe;
import dev.lehr.simulation.autobatch.OutOfMemory;
import dev.lehr.simulation.autobatch.ProbeCache;
import dev.lehr.simulation.engine.Sizing;
import dev.lehr.simulation.model.Model;
import dev.lehr.simulation.model.ModelOutput;
import dev.lehr.simulation.state.SimState;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds how much fits on a device whose limit the user did not give: torch-sim's probe first,
 * unless an earlier one is remembered, then a line through what batches are seen to take.
 */
final class MemoryWatch {

  private static final Logger LOG = LoggerFactory.getLogger(MemoryWatch.class);

  private static final int LARGEST_TRY = 500_000;
  private static final double GROWTH = 1.6;
  private static final double PADDING = 0.9;
  private static final int STEPS_BETWEEN_LOOKS = 10;

  private final Model model;
  private final DeviceMemory memory;
  private final MemoryMetric metric;
  private final Sizing sizing;
  private final ProbeCache probes;
  private Optional<MemoryModel> line = Optional.empty();
  private int steps;

  private MemoryWatch(
      Model model, DeviceMemory memory, MemoryMetric metric, Sizing sizing, ProbeCache probes) {
    this.model = model;
    this.memory = memory;
    this.metric = metric;
    this.sizing = sizing;
    this.probes = probes;
  }

  /** A watch where there is a device with a memory of its own and no limit was given. */
  static Optional<MemoryWatch> of(
      Model model, EngineSettings settings, Sizing sizing, ProbeCache probes) {
    return settings.isAutomatic()
        ? model
            .memory()
            .map(m -> new MemoryWatch(model, m, model.memoryScalesWith(), sizing, probes))
        : Optional.empty();
  }

  /** Whether nothing is known yet. */
  boolean needsProbe() {
    return line.isEmpty();
  }

  /**
   * The largest sum of sizes, from batches of copies of the smallest and the largest of some
   * systems.
   *
   * @param systems states of one system, at least one
   */
  double probe(List<SimState> systems) {
    ProbeCache.Key key =
        new ProbeCache.Key(memory.device(), model.digest(), "as in the digest", metric);
    long budget = memory.budgetBytes();
    double cap =
        probes
            .find(key)
            .map(known -> known.capFor(budget))
            .orElseGet(() -> measured(systems, key, budget));
    line = Optional.of(MemoryModel.of(cap));
    return cap;
  }

  private double measured(List<SimState> systems, ProbeCache.Key key, long budget) {
    List<Double> sizes = new ArrayList<>();
    systems.forEach(s -> sizes.add(sizing.of(s, 0)));
    ModelOutput output = new ModelOutput();
    MemoryProbe probe = batch -> fits(batch, output);
    double cap =
        PADDING * new BatchSizeSearch(probe, LARGEST_TRY, GROWTH).maxMemoryScaler(systems, sizes);
    model.releaseCaches();
    probes.keep(key, new ProbeCache.Estimate(cap, budget));
    LOG.info("{} takes batches of {} {} on {}", model.name(), cap, metric.key(), memory.device());
    return cap;
  }

  private boolean fits(SimState batch, ModelOutput output) {
    try {
      model.evaluate(batch, output);
      return true;
    } catch (RuntimeException | OutOfMemoryError e) {
      if (OutOfMemory.is(e)) {
        model.releaseCaches();
        return false;
      }
      throw e;
    }
  }

  /** What a step has shown; a new largest sum of sizes where there is one. */
  OptionalDouble stepped(double load) {
    if (line.isEmpty() || ++steps % STEPS_BETWEEN_LOOKS != 0) {
      return OptionalDouble.empty();
    }
    line.get().observe(load, (double) memory.peakBytes());
    memory.resetPeak();
    return OptionalDouble.of(line.get().cap((double) memory.budgetBytes()));
  }
}
