package dev.lehr.simulation.dynamics;

import dev.lehr.simulation.model.Model;
import dev.lehr.simulation.model.ModelOutput;
import dev.lehr.simulation.optimize.Stepper;
import dev.lehr.simulation.optimize.Verdict;
import dev.lehr.simulation.state.SimState;

/** The loop that drives a stepper on one system. */
final class Trajectory {

  private final Model model;
  private final Stepper stepper;
  private final SimState state;
  private final ModelOutput output = new ModelOutput();
  private Verdict verdict;

  Trajectory(Model model, Stepper stepper, SimState state) {
    this.model = model;
    this.stepper = stepper;
    this.state = state;
    stepper.prepare(state);
    verdict = judge();
  }

  Verdict step() {
    stepper.move(state, 0);
    verdict = judge();
    return verdict;
  }

  Verdict verdict() {
    return verdict;
  }

  private Verdict judge() {
    model.evaluate(state, output);
    int atoms = state.nAtoms();
    System.arraycopy(output.energy(), 0, state.doubles(Stepper.ENERGY), 0, 1);
    System.arraycopy(output.stress(), 0, state.doubles(Stepper.STRESS), 0, 9);
    System.arraycopy(output.energies(), 0, state.doubles(Stepper.ENERGIES), 0, atoms);
    System.arraycopy(output.forces(), 0, state.doubles(Stepper.FORCES), 0, 3 * atoms);
    return stepper.judge(state, 0);
  }
}
