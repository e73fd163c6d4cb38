package dev.lehr.simulation.optimize;

/** What a {@link Stepper} says of a system after a forward pass. */
public sealed interface Verdict {

  /** Not there yet. */
  record Continue() implements Verdict {}

  /** The goal was met: it leaves the batch. */
  record Converged() implements Verdict {}

  /** The allowed number of steps was used up without convergence: it leaves the batch. */
  record MaxIterations() implements Verdict {}

  /**
   * The system itself went wrong (not a number, exploded, atoms on top of each other): it leaves
   * the batch with a reason; others are not touched.
   *
   * @param reason machine-readable, for example {@code not_finite}
   * @param detail one sentence with the step and the value that showed it
   */
  record Failed(String reason, String detail) implements Verdict {}

  /** Whether the system leaves the batch. */
  default boolean leaves() {
    return !(this instanceof Continue);
  }
}
