package dev.lehr.simulation.run;

import dev.lehr.simulation.optimize.StaticStepper;
import dev.lehr.simulation.optimize.Stepper;

/** One evaluation of energy, forces and stress: torch-sim's {@code static}. */
public record SinglePoint() implements Verb {
  @Override
  public Stepper stepper() {
    return new StaticStepper();
  }
}
