package dev.lehr.simulation.autobatch;

import dev.lehr.simulation.model.DeviceOutOfMemoryException;
import java.util.ArrayList;
import java.util.List;

/** Tells want of memory from other failures, by type and by text. */
public final class OutOfMemory {

  /** What CUDA and Warp say, as in torch-sim 0.6, and PyTorch's allocator on a CPU. */
  private static final List<String> TEXTS = texts();

  private OutOfMemory() {}

  private static List<String> texts() {
    List<String> texts = new ArrayList<>(ForwardProbe.OUT_OF_MEMORY);
    texts.add("DefaultCPUAllocator: can't allocate memory");
    texts.add("DefaultCPUAllocator: not enough memory");
    texts.add("CUBLAS_STATUS_ALLOC_FAILED");
    return List.copyOf(texts);
  }

  /** Whether a failure, or one of its causes, is about memory. */
  public static boolean is(Throwable failure) {
    return is(failure, TEXTS);
  }

  /**
   * Whether a failure, or one of its causes, is about memory.
   *
   * @param texts one of which is then in the message
   */
  static boolean is(Throwable failure, List<String> texts) {
    for (Throwable e = failure; e != null; e = e.getCause()) {
      if (e instanceof OutOfMemoryError || e instanceof DeviceOutOfMemoryException) {
        return true;
      }
      String message = String.valueOf(e.getMessage());
      if (texts.stream().anyMatch(message::contains)) {
        return true;
      }
    }
    return false;
  }
}
