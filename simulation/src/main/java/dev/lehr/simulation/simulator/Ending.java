package dev.lehr.simulation.simulator;

import dev.lehr.simulation.state.SimState;
import java.util.Optional;

/**
 * How a structure ended.
 *
 * @param status how
 * @param reason machine-readable; empty where it converged
 * @param iterations steps made
 * @param swapAttempts swap attempts made
 * @param system the final system; empty where there is none
 */
public record Ending(
    Status status, String reason, int iterations, int swapAttempts, Optional<SimState> system) {

  /** The reason of a structure that has been found to kill its workers. */
  public static final String KILLED_WORKER = "killed_worker";

  /** The ways to end. */
  public enum Status {
    /** Met its goal. */
    CONVERGED,
    /** Used up its steps. */
    MAX_ITERATIONS,
    /** Went wrong. */
    FAILED
  }

  /** One that never joined a batch, or not again. */
  static Ending without(String reason) {
    return new Ending(Status.FAILED, reason, 0, 0, Optional.empty());
  }
}
