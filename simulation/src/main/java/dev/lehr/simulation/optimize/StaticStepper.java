package dev.lehr.simulation.optimize;

import dev.lehr.simulation.state.SimState;

/** A single point: done after the first forward pass, unless a number in it is not finite. */
public final class StaticStepper implements Stepper {

  @Override
  public void prepare(SimState system) {
    ResultColumns.addTo(system);
  }

  @Override
  public Verdict judge(SimState batch, int system) {
    return Health.notFinite(batch, system).orElseGet(Verdict.Converged::new);
  }

  @Override
  public void move(SimState batch, int system) {
    throw new IllegalStateException("a static calculation never moves; system " + system + " did");
  }
}
