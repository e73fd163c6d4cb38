package dev.lehr.activities.djl;

import dev.lehr.simulation.model.ModelOutput;
import dev.lehr.simulation.model.SystemInput;
import dev.lehr.simulation.state.Scope;
import dev.lehr.simulation.state.SimState;
import java.util.List;

/**
 * Runs a model on a small crystal and an isolated atom, before it sees any structure of a user:
 * what breaks the contract is found here. It also warms libtorch up.
 */
final class TrialForward {

  private static final double LONGEST = 2.8;

  private TrialForward() {}

  /**
   * Tries a model.
   *
   * @throws UnusableModelException where it fails, or gives no number for either system
   */
  static void of(TorchScriptModel model) {
    ModelOutput output = new ModelOutput();
    SimState state = SimState.concatenate(List.of(crystal(model), atom(model)));
    for (SystemInput input : model.inputs()) {
      state.addDoubles(input.column(), Scope.SYSTEM, 1, input.fallback().orElse(0));
    }
    try {
      model.evaluate(state, output);
    } catch (IllegalStateException e) {
      throw new UnusableModelException(
          model.file().path()
              + ": a trial on a crystal and an isolated atom failed: "
              + e.getMessage(),
          e);
    }
    if (Double.isNaN(output.energy()[0]) && Double.isNaN(output.energy()[1])) {
      throw new UnusableModelException(
          model.file().path()
              + ": a trial on a crystal and an isolated atom gave no number (NaN) for either");
    }
  }

  private static SimState crystal(TorchScriptModel model) {
    List<Integer> elements = model.file().meta().elements();
    double a = Math.min(LONGEST, 0.6 * model.cutoff()) * 2 / Math.sqrt(3);
    int[] numbers = {elements.get(0), elements.get(elements.size() > 1 ? 1 : 0)};
    double[] positions = {0, 0, 0, a / 2, a / 2, a / 2};
    double[] cell = {a, 0, 0, 0, a, 0, 0, 0, a};
    boolean[] pbc = {true, true, true};
    return SimState.ofSystem(numbers, new double[] {1, 1}, positions, cell, pbc);
  }

  private static SimState atom(TorchScriptModel model) {
    List<Integer> elements = model.file().meta().elements();
    int[] number = {elements.get(elements.size() - 1)};
    return SimState.ofSystem(
        number, new double[] {1}, new double[3], new double[9], new boolean[3]);
  }
}
