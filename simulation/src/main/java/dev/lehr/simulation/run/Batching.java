package dev.lehr.simulation.run;

import dev.lehr.simulation.autobatch.MemoryMetric;
import dev.lehr.simulation.autobatch.MemoryProbe;

/** How structures share forward passes. No result depends on it, to the last bit. */
public sealed interface Batching {

  /** How much goes into a batch. */
  sealed interface Limit {

    /**
     * What is fast on a CPU: 512 atoms for each thread. A larger structure runs in a batch of its
     * own.
     */
    record Automatic() implements Limit {}

    /**
     * A sum of a metric; a structure that alone is above it fails as {@code larger_than_device}.
     *
     * @param metric the number of a structure that memory grows with
     * @param max largest sum of it, above 0
     */
    record Given(MemoryMetric metric, double max) implements Limit {
      /** Checks the maximum. */
      public Given {
        if (!(max > 0)) {
          throw new IllegalArgumentException(
              "max_memory_scaler is " + max + ", expected a number above 0");
        }
      }
    }

    /**
     * As {@link Given}, with a maximum that is found by trying batches on the device.
     *
     * @param metric the number of a structure that memory grows with
     * @param probe tries batches
     * @param padding factor on what was found, torch-sim's runners have 0.9
     */
    record Probed(MemoryMetric metric, MemoryProbe probe, double padding) implements Limit {}
  }

  /** What has ended leaves the batch, what waits joins. */
  record InFlight(Limit limit) implements Batching {}

  /** Batches are packed beforehand, which needs all structures in memory; one follows another. */
  record Binning(Limit limit) implements Batching {}

  /** One batch of all structures, which are all in memory; what has ended leaves it. */
  record None() implements Batching {}

  /** In flight, as much as is fast on a CPU: the default. */
  static Batching inFlight() {
    return new InFlight(new Limit.Automatic());
  }

  /** In flight, up to a sum of a metric. */
  static Batching inFlight(MemoryMetric metric, double max) {
    return new InFlight(new Limit.Given(metric, max));
  }

  /** In flight, as much as fits on a device. */
  static Batching inFlight(MemoryMetric metric, MemoryProbe probe) {
    return new InFlight(new Limit.Probed(metric, probe, 0.9));
  }

  /** Binned, as much as is fast on a CPU. */
  static Batching binning() {
    return new Binning(new Limit.Automatic());
  }

  /** Binned, up to a sum of a metric. */
  static Batching binning(MemoryMetric metric, double max) {
    return new Binning(new Limit.Given(metric, max));
  }

  /** Binned, as much as fits on a device. */
  static Batching binning(MemoryMetric metric, MemoryProbe probe) {
    return new Binning(new Limit.Probed(metric, probe, 0.9));
  }

  /** All in one batch. */
  static Batching none() {
    return new None();
  }
}
