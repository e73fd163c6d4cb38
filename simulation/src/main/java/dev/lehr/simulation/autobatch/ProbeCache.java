package dev.lehr.simulation.autobatch;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Remembers what probes of memory have found, since a probe runs a device out of its memory on
 * purpose and takes a while.
 */
public interface ProbeCache {

  /**
   * What an estimate depends on.
   *
   * @param device name and total memory of the device, as its driver says them
   * @param modelDigest of the model
   * @param precision of the model's numbers, such as {@code float32}
   * @param metric whose sum is limited
   */
  record Key(String device, String modelDigest, String precision, MemoryMetric metric) {}

  /**
   * What a probe found.
   *
   * @param cap largest sum of the metric
   * @param budgetBytes memory that was free for it then
   */
  record Estimate(double cap, long budgetBytes) {
    /** Rejects what is no estimate. */
    public Estimate {
      if (!(cap > 0) || budgetBytes < 1) {
        throw new IllegalArgumentException(
            "an estimate of " + cap + " for " + budgetBytes + " bytes");
      }
    }

    /**
     * What it says where another process has taken memory since, or given some back: less memory
     * lowers the cap in proportion, more does not raise it.
     */
    public double capFor(long availableBytes) {
      return availableBytes >= budgetBytes ? cap : cap * ((double) availableBytes / budgetBytes);
    }
  }

  /** What is known. */
  Optional<Estimate> find(Key key);

  /** Remembers an estimate in place of an earlier one. */
  void keep(Key key, Estimate estimate);

  /** One that lasts as long as the process. */
  static ProbeCache inMemory() {
    Map<Key, Estimate> known = new HashMap<>();
    return new ProbeCache() {
      @Override
      public Optional<Estimate> find(Key key) {
        return Optional.ofNullable(known.get(key));
      }

      @Override
      public void keep(Key key, Estimate estimate) {
        known.put(key, estimate);
      }
    };
  }
}
