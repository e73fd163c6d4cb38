package dev.lehr.simulation.analysis;

import dev.lehr.simulation.run.Result;
import dev.lehr.simulation.run.Status;
import dev.lehr.simulation.structure.Structure;

/** What became of a child. */
public sealed interface Outcome {

  /**
   * It was evaluated.
   *
   * @param structure as it ended
   * @param energy eV
   * @param forces 3 for each atom, eV/angstrom
   * @param stress 3x3 row-major, eV/angstrom^3, positive in tension
   */
  record Computed(Structure structure, double energy, double[] forces, double[] stress)
      implements Outcome {}

  /**
   * It was not, or did not converge.
   *
   * @param reason a word for programs
   * @param detail a sentence for people
   */
  record Failed(String reason, String detail) implements Outcome {}

  /** What became of a run: anything that did not converge has failed. */
  static Outcome of(Result result) {
    if (result.status() != Status.CONVERGED) {
      String reason = result.reason().isEmpty() ? result.status().key() : result.reason();
      return new Failed(reason, result.detail());
    }
    return new Computed(result.structure(), result.energy(), result.forces(), result.stress());
  }
}
