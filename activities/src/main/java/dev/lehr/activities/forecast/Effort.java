package dev.lehr.activities.forecast;

import dev.lehr.simulation.analysis.Outcome;
import dev.lehr.simulation.recipe.Job;
import dev.lehr.simulation.recipe.Recipe;
import dev.lehr.simulation.recipe.Step;
import dev.lehr.simulation.recipe.Subject;
import dev.lehr.simulation.run.Integration;
import dev.lehr.simulation.run.Optimization;
import java.util.List;

/**
 * What is computed of some structures.
 *
 * @param evaluations how many
 * @param atomSteps atoms times steps of what has a known number of steps
 * @param relaxedAtoms atoms of what is relaxed, whose steps nobody knows before
 * @param guessed whether a part is an estimate
 */
record Effort(double evaluations, double atomSteps, double relaxedAtoms, boolean guessed) {

  static final Effort NONE = new Effort(0, 0, 0, false);

  Effort plus(Effort o) {
    return new Effort(
        evaluations + o.evaluations,
        atomSteps + o.atomSteps,
        relaxedAtoms + o.relaxedAtoms,
        guessed || o.guessed);
  }

  /** As much for each of more structures, of which only some were asked about. */
  Effort scaled(long structures, long asked) {
    double f = asked == 0 ? 0 : (double) structures / asked;
    return structures == asked
        ? this
        : new Effort(f * evaluations, f * atomSteps, f * relaxedAtoms, true);
  }

  /** Of a recipe's jobs. */
  static Effort of(List<Job> jobs) {
    Effort all = NONE;
    for (Job job : jobs) {
      double atoms = job.structure().nAtoms();
      if (job.verb() instanceof Optimization) {
        all = all.plus(new Effort(1, 0, atoms, false));
      } else {
        double steps = job.verb() instanceof Integration md ? md.config().dynamics().steps() : 1;
        all = all.plus(new Effort(1, atoms * steps, 0, false));
      }
    }
    return all;
  }

  /**
   * Of a recipe whose first round is known. Where that is a relaxation alone, the second is asked
   * for with the structure that is not relaxed; what would come after it is not known.
   */
  static Effort of(Recipe recipe, Subject subject, List<Job> first) {
    Effort effort = of(first);
    if (first.size() != 1 || !(first.get(0).verb() instanceof Optimization)) {
      return effort;
    }
    int atoms = first.get(0).structure().nAtoms();
    Outcome unmoved =
        new Outcome.Computed(first.get(0).structure(), 0, new double[3 * atoms], new double[9]);
    try {
      Step step = recipe.next(subject, List.of(List.of(unmoved)));
      return step instanceof Step.Evaluate second
          ? effort.plus(of(second.jobs())).plus(new Effort(0, 0, 0, true))
          : effort;
    } catch (RuntimeException e) {
      // The recipe cannot do without the numbers: what is known is its first round.
      return effort.plus(new Effort(0, 0, 0, true));
    }
  }
}
