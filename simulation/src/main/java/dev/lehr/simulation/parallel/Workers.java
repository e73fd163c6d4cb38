package dev.lehr.simulation.parallel;

import java.util.function.IntConsumer;

/**
 * Runs independent pieces of work, perhaps on several threads. Which thread runs a piece, and in
 * which order, must not change any result.
 */
@FunctionalInterface
public interface Workers {

  /**
   * Runs {@code task} for 0, 1, ..., n - 1 and returns when all are done. The first exception of a
   * task is thrown after the others have ended.
   */
  void forEach(int n, IntConsumer task);

  /** How many pieces may run at once. */
  default int threads() {
    return 1;
  }

  /** Runs everything on the calling thread, in order. */
  static Workers serial() {
    return (n, task) -> {
      for (int i = 0; i < n; i++) {
        task.accept(i);
      }
    };
  }
}
