package dev.lehr.simulation.autobatch;

import dev.lehr.simulation.state.SimState;
import java.util.List;
import java.util.function.Consumer;

/**
 * Probes memory by running forward passes and telling a device that ran out of memory by the text
 * of the exception, as torch-sim does.
 *
 * @param forward runs one forward pass on the device
 * @param outOfMemoryMessages texts, one of which is in the message of the exception, or of one of
 *     its causes, where memory ran out
 */
public record ForwardProbe(Consumer<SimState> forward, List<String> outOfMemoryMessages)
    implements MemoryProbe {

  /** What CUDA and Warp say, as in torch-sim 0.6. */
  public static final List<String> OUT_OF_MEMORY =
      List.of("CUDA out of memory", "Failed to allocate");

  /** Takes a copy of the texts. */
  public ForwardProbe {
    outOfMemoryMessages = List.copyOf(outOfMemoryMessages);
  }

  /** A probe that knows the texts of CUDA and Warp. */
  public static ForwardProbe of(Consumer<SimState> forward) {
    return new ForwardProbe(forward, OUT_OF_MEMORY);
  }

  /** {@inheritDoc} An exception that is not about memory is thrown on. */
  @Override
  public boolean fits(SimState batch) {
    try {
      forward.accept(batch);
      return true;
    } catch (RuntimeException e) {
      if (OutOfMemory.is(e, outOfMemoryMessages)) {
        return false;
      }
      throw e;
    }
  }
}
