package dev.lehr.simulation.autobatch;

import dev.lehr.simulation.state.SimState;
import java.util.List;

/**
 * A system alone exceeds the batch. Unlike torch-sim, which loses them here, the systems that had
 * just completed are in the exception, and so is the offending one; the batcher can go on without
 * it.
 */
public final class StateTooLargeException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  private final transient SimState state;
  private transient List<SimState> completed = List.of();

  StateTooLargeException(SimState state, String metric, double max) {
    super(
        "State metric="
            + metric
            + " is greater than max_metric "
            + max
            + ", please set a larger max_metric or run smaller systems metric.");
    this.state = state;
  }

  StateTooLargeException with(List<SimState> completedStates) {
    completed = List.copyOf(completedStates);
    return this;
  }

  /** The system that is too large; it is not in the batcher any more. */
  public SimState state() {
    return state;
  }

  /** The systems that completed in the same call. */
  public List<SimState> completed() {
    return completed;
  }
}
