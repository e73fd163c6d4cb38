package dev.lehr.simulation.autobatch;

import dev.lehr.simulation.state.SimState;

/** Tries how much fits on a device. */
@FunctionalInterface
public interface MemoryProbe {

  /**
   * Runs one forward pass.
   *
   * @return whether it fitted; {@code false} where the device ran out of memory
   * @throws IllegalArgumentException where memory cannot be probed, as on a CPU
   */
  boolean fits(SimState batch);

  /** The probe of a CPU, where there is no device memory to probe. */
  static MemoryProbe unsupported() {
    return batch -> {
      throw new IllegalArgumentException(
          "Memory estimation does not make sense on CPU and is unsupported.");
    };
  }
}
