package dev.lehr.activities.engine;

import dev.lehr.simulation.model.Model;
import dev.lehr.simulation.model.ModelOutput;
import dev.lehr.simulation.model.WrappedModel;
import dev.lehr.simulation.state.SimState;

/** An eye on the time that forward passes take. */
final class ForwardClock implements WrappedModel.Around {

  private long nanos;

  /** Seconds in forward passes since it was last asked. */
  double takeSeconds() {
    double seconds = nanos * 1e-9;
    nanos = 0;
    return seconds;
  }

  @Override
  public void evaluate(Model model, SimState state, ModelOutput output) {
    long start = System.nanoTime();
    try {
      model.evaluate(state, output);
    } finally {
      nanos += System.nanoTime() - start;
    }
  }
}
