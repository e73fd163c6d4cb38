package dev.lehr.simulation.autobatch;

import dev.lehr.simulation.state.SimState;
import java.util.function.Consumer;

/** A device's account of its own memory. */
public interface DeviceMemory {

  /** Waits for work under way, gives cached memory back, and starts to watch for a new peak. */
  void resetPeak();

  /** The most memory in use at once since {@link #resetPeak()}, bytes; waits for work under way. */
  long peakBytes();

  /** Name and total memory of the device, as its driver says them; what a probe found is for it. */
  default String device() {
    return "";
  }

  /** Memory that forward passes may use at most, with what the model itself takes; bytes. */
  default long budgetBytes() {
    return Long.MAX_VALUE;
  }

  /** The memory of a CPU, which is not a device's. */
  static DeviceMemory unsupported() {
    return new DeviceMemory() {
      @Override
      public void resetPeak() {
        throw new IllegalArgumentException(
            "Memory estimation does not make sense on CPU and is unsupported.");
      }

      @Override
      public long peakBytes() {
        throw new IllegalArgumentException(
            "Memory estimation does not make sense on CPU and is unsupported.");
      }
    };
  }

  /**
   * Peak memory of one forward pass, GiB (2^30 bytes): torch-sim's {@code
   * measure_model_memory_forward}.
   *
   * @param forward runs one forward pass on the device
   * @throws IllegalArgumentException where memory cannot be measured, as on a CPU
   */
  default double measureForward(Consumer<SimState> forward, SimState batch) {
    resetPeak();
    forward.accept(batch);
    return peakBytes() / (double) (1L << 30);
  }
}
