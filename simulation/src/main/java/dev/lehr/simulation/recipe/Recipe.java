package dev.lehr.simulation.recipe;

import dev.lehr.simulation.analysis.Outcome;
import java.util.List;

/**
 * What a stage does with a structure. Immutable and deterministic: the same subject and the same
 * outcomes give the same step, whenever and wherever it is asked, so that a run can be resumed from
 * its outcomes alone.
 */
@FunctionalInterface
public interface Recipe {

  /**
   * What is next.
   *
   * @param subject the structure, and what is known of it
   * @param rounds what came of the jobs of each {@link Step.Evaluate} so far, in their order; empty
   *     at first
   */
  Step next(Subject subject, List<List<Outcome>> rounds);
}
