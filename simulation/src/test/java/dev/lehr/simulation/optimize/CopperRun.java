package dev.lehr.simulation.optimize;

import dev.lehr.simulation.model.Model;
import dev.lehr.simulation.model.ModelOutput;
import dev.lehr.simulation.model.Truncation;
import dev.lehr.simulation.model.ZhouEam;
import dev.lehr.simulation.parallel.Workers;
import dev.lehr.simulation.state.SimState;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Random;

/** Copper with the smooth embedded-atom model, and the loop that drives an optimizer. */
final class CopperRun {

  private final Model model = new ZhouEam(List.of("Cu"), Truncation.SMOOTH, Workers.serial());
  private final ModelOutput output = new ModelOutput();

  /** All optimizers with default settings, in both flavours where there are two. */
  static List<OptimizerSettings> settings() {
    List<OptimizerSettings> all = new ArrayList<>();
    for (FireSettings.Flavour flavour : FireSettings.Flavour.values()) {
      all.add(FireSettings.defaults(flavour));
      all.add(GradientDescentSettings.defaults(flavour));
      all.add(LbfgsSettings.defaults(flavour));
    }
    // A ring of three pairs goes round.
    all.add(new LbfgsSettings(FireSettings.Flavour.ASE, 3, OptionalDouble.of(70), 0.9, 0.1));
    all.add(VvFireSettings.defaults());
    all.add(BfgsSettings.defaults());
    return all;
  }

  /** Four atoms of fcc copper, displaced and strained at random. */
  static SimState cell(Random random, double rattle, double strain) {
    double a = 3.6;
    double[] sites = {0, 0, 0, 0, .5, .5, .5, 0, .5, .5, .5, 0};
    double[] cell = new double[9];
    for (int i = 0; i < 9; i++) {
      cell[i] = a * ((i % 4 == 0 ? 1 : 0) + strain * (2 * random.nextDouble() - 1));
    }
    double[] x = new double[12];
    for (int i = 0; i < 4; i++) {
      for (int k = 0; k < 3; k++) {
        for (int l = 0; l < 3; l++) {
          x[3 * i + k] += sites[3 * i + l] * cell[3 * l + k];
        }
        x[3 * i + k] += rattle * (2 * random.nextDouble() - 1);
      }
    }
    return SimState.ofSystem(
        new int[] {29, 29, 29, 29},
        new double[] {63.546, 60, 70, 65},
        x,
        cell,
        new boolean[] {true, true, true});
  }

  void evaluate(SimState state) {
    model.evaluate(state, output);
    int atoms = state.nAtoms();
    int systems = state.nSystems();
    System.arraycopy(output.energy(), 0, state.doubles(Stepper.ENERGY), 0, systems);
    System.arraycopy(output.stress(), 0, state.doubles(Stepper.STRESS), 0, 9 * systems);
    System.arraycopy(output.energies(), 0, state.doubles(Stepper.ENERGIES), 0, atoms);
    System.arraycopy(output.forces(), 0, state.doubles(Stepper.FORCES), 0, 3 * atoms);
  }

  Verdict start(Stepper stepper, SimState system) {
    stepper.prepare(system);
    evaluate(system);
    return stepper.judge(system, 0);
  }

  /** Moves a system of its own until it leaves. */
  Verdict relax(Stepper stepper, SimState system) {
    Verdict verdict = start(stepper, system);
    while (!verdict.leaves()) {
      stepper.move(system, 0);
      evaluate(system);
      verdict = stepper.judge(system, 0);
    }
    return verdict;
  }

  /** Moves a system of its own {@code steps} times, whatever the verdicts. */
  void run(Stepper stepper, SimState system, int steps) {
    for (int n = 0; n < steps; n++) {
      stepper.move(system, 0);
      evaluate(system);
      stepper.judge(system, 0);
    }
  }
}
