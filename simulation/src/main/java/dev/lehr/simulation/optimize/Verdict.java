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

  /** Why a system left without meeting its goal, machine-readable; empty otherwise. */
  default String reason() {
    return this instanceof MaxIterations ? "max_iterations" : "";
  }

  /**
   * The same for people, in one sentence; empty otherwise.
   *
   * @param steps moves that the system made
   */
  default String detailAfter(long steps) {
    if (this instanceof Failed failed) {
      return failed.detail();
    }
    return this instanceof MaxIterations ? "not converged after " + steps + " steps" : "";
  }

  /** Whether the system leaves the batch. */
  default boolean leaves() {
    return !(this instanceof Continue);
  }
}
