package dev.lehr.simulation.autobatch;

import dev.lehr.simulation.state.SimState;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Packs systems into batches once, by {@link ConstantVolumeBins}: for work that takes every system
 * the same number of steps. Where systems end at different times {@link InFlightAutoBatcher} keeps
 * a device fuller.
 *
 * <p>The behaviour is that of torch-sim's {@code BinningAutoBatcher} (0.6.2). As there: an
 * estimated maximum is kept for later loads; iterating goes on where {@link #nextBatch()} stands.
 * Where it differs: a batch is put together when it is asked for instead of all at loading, so that
 * the input is in memory once and one batch twice.
 *
 * <p>Pure: no clock, no thread, no device, no I/O. Not thread-safe.
 */
public final class BinningAutoBatcher implements Iterable<BinningAutoBatcher.Batch> {

  private final Config config;
  private final MemoryScalers scalers;
  private OptionalDouble maxMemoryScaler;
  private List<SimState> stateSlices = List.of();
  private List<Double> memoryScalers = List.of();
  private List<List<Integer>> indexBins = List.of();
  private int nextBin;

  private BinningAutoBatcher(Config config) {
    this.config = config;
    this.scalers = new MemoryScalers(config.memoryScalesWith(), config.cutoff());
    this.maxMemoryScaler = config.maxMemoryScaler();
  }

  /** Starts a configuration. */
  public static Builder builder() {
    return new Builder();
  }

  /**
   * Settings, with torch-sim's defaults where they are not given.
   *
   * @param memoryScalesWith the metric of a system
   * @param maxMemoryScaler largest sum of it; empty: estimated with {@code memoryProbe}
   * @param maxAtomsToTry no larger batch is tried when estimating
   * @param memoryScalingFactor growth of the tried batches
   * @param maxMemoryPadding factor on the estimate
   * @param cutoff of {@link MemoryMetric#N_EDGES}, angstrom
   * @param memoryProbe tries batches on the device
   */
  public record Config(
      MemoryMetric memoryScalesWith,
      OptionalDouble maxMemoryScaler,
      int maxAtomsToTry,
      double memoryScalingFactor,
      double maxMemoryPadding,
      double cutoff,
      MemoryProbe memoryProbe) {}

  /** Collects settings. */
  public static final class Builder {
    private MemoryMetric memoryScalesWith = MemoryMetric.N_ATOMS_X_DENSITY;
    private OptionalDouble maxMemoryScaler = OptionalDouble.empty();
    private int maxAtomsToTry = 500_000;
    private double memoryScalingFactor = 1.6;
    private double maxMemoryPadding = 1.0;
    private double cutoff = 6.0;
    private MemoryProbe memoryProbe = MemoryProbe.unsupported();

    private Builder() {}

    /** See {@link Config#memoryScalesWith()}. */
    public Builder memoryScalesWith(MemoryMetric value) {
      memoryScalesWith = value;
      return this;
    }

    /** See {@link Config#maxMemoryScaler()}; 0 means that it is to be estimated. */
    public Builder maxMemoryScaler(double value) {
      maxMemoryScaler = value == 0 ? OptionalDouble.empty() : OptionalDouble.of(value);
      return this;
    }

    /** See {@link Config#maxAtomsToTry()}. */
    public Builder maxAtomsToTry(int value) {
      maxAtomsToTry = value;
      return this;
    }

    /** See {@link Config#memoryScalingFactor()}. */
    public Builder memoryScalingFactor(double value) {
      memoryScalingFactor = value;
      return this;
    }

    /** See {@link Config#maxMemoryPadding()}. */
    public Builder maxMemoryPadding(double value) {
      maxMemoryPadding = value;
      return this;
    }

    /** See {@link Config#cutoff()}. */
    public Builder cutoff(double angstrom) {
      cutoff = angstrom;
      return this;
    }

    /** See {@link Config#memoryProbe()}. */
    public Builder memoryProbe(MemoryProbe value) {
      memoryProbe = value;
      return this;
    }

    /** The batcher. */
    public BinningAutoBatcher build() {
      return new BinningAutoBatcher(
          new Config(
              memoryScalesWith,
              maxMemoryScaler,
              maxAtomsToTry,
              memoryScalingFactor,
              maxMemoryPadding,
              cutoff,
              memoryProbe));
    }
  }

  /**
   * What {@link #nextBatch} answers.
   *
   * @param batch the next batch; empty where all have been handed out
   * @param indices original index of each system of the batch
   */
  public record Batch(Optional<SimState> batch, List<Integer> indices) {}

  /** The settings. */
  public Config config() {
    return config;
  }

  /** Loads a batched state, which is split; see {@link #loadStates(List)}. */
  public double loadStates(SimState batched) {
    return loadStates(batched.split());
  }

  /**
   * Packs systems and forgets those that were loaded before.
   *
   * @param states single-system states, at least one; not copied
   * @return the largest sum of the metric, given or estimated
   * @throws IllegalArgumentException where there is no state, one alone is above the maximum, or
   *     memory cannot be probed; nothing has changed then
   */
  public double loadStates(List<SimState> states) {
    if (states.isEmpty()) {
      throw new IllegalArgumentException("Cannot concatenate an empty list of states");
    }
    List<Double> metrics = states.stream().map(state -> scalers.of(state, 0)).toList();
    double max = maxMemoryScaler.orElseGet(() -> estimate(states, metrics));
    refuseTooLarge(metrics, max);
    maxMemoryScaler = OptionalDouble.of(max);
    stateSlices = List.copyOf(states);
    memoryScalers = metrics;
    indexBins = ConstantVolumeBins.of(max).pack(metrics);
    nextBin = 0;
    return max;
  }

  private double estimate(List<SimState> states, List<Double> metrics) {
    return new BatchSizeSearch(
                config.memoryProbe(), config.maxAtomsToTry(), config.memoryScalingFactor())
            .maxMemoryScaler(states, metrics)
        * config.maxMemoryPadding();
  }

  private void refuseTooLarge(List<Double> metrics, double max) {
    int most = 0;
    for (int i = 1; i < metrics.size(); i++) {
      most = metrics.get(i) > metrics.get(most) ? i : most;
    }
    if (metrics.get(most) > max) {
      throw new IllegalArgumentException(
          "Max metric of system with index "
              + most
              + " in states: "
              + scalers.shown(metrics.get(most))
              + " is greater than max_metric "
              + max
              + ", please set a larger max_metric or run smaller systems metric.");
    }
  }

  /** The next batch, and which systems are in it; without a batch after the last one. */
  public Batch nextBatch() {
    if (nextBin == indexBins.size()) {
      return new Batch(Optional.empty(), List.of());
    }
    List<Integer> indices = indexBins.get(nextBin);
    nextBin++;
    List<SimState> parts = indices.stream().map(stateSlices::get).toList();
    return new Batch(Optional.of(SimState.concatenate(parts)), indices);
  }

  /** The batches that have not been handed out. */
  @Override
  public Iterator<Batch> iterator() {
    return new Iterator<>() {
      @Override
      public boolean hasNext() {
        return nextBin < indexBins.size();
      }

      @Override
      public Batch next() {
        if (!hasNext()) {
          throw new NoSuchElementException("all batches have been handed out");
        }
        return nextBatch();
      }
    };
  }

  /**
   * Single-system states in the order of the input.
   *
   * @param batches all batches in the order in which they were handed out, as processed; batched or
   *     split
   * @throws IllegalArgumentException where the number of systems is not that of the input
   */
  public List<SimState> restoreOriginalOrder(List<SimState> batches) {
    List<SimState> states = batches.stream().flatMap(batch -> batch.split().stream()).toList();
    List<Integer> indices = indexBins.stream().flatMap(List::stream).toList();
    if (states.size() != indices.size()) {
      throw new IllegalArgumentException(
          "Number of states ("
              + states.size()
              + ") does not match number of original indices ("
              + indices.size()
              + ")");
    }
    List<SimState> ordered = new ArrayList<>(states);
    for (int i = 0; i < indices.size(); i++) {
      ordered.set(indices.get(i), states.get(i));
    }
    return Collections.unmodifiableList(ordered);
  }

  /** The states that were loaded, by original index. */
  public List<SimState> stateSlices() {
    return stateSlices;
  }

  /** Metric of every system, by original index. */
  public List<Double> memoryScalers() {
    return memoryScalers;
  }

  /** Original indices of the systems of each batch. */
  public List<List<Integer>> indexBins() {
    return indexBins;
  }

  /** Largest sum of the metric, given or estimated. */
  public OptionalDouble maxMemoryScaler() {
    return maxMemoryScaler;
  }
}
