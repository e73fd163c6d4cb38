package dev.lehr.activities.stages;

import dev.lehr.simulation.recipe.Candidate;
import dev.lehr.simulation.recipe.Step;
import java.util.List;

/**
 * A stage that compares structures with each other, and therefore waits until all have come: a
 * hull, a ranking.
 */
public interface ComparisonStage extends ConfiguredStage {

  /** A comparison changes no structure. */
  @Override
  default boolean changesStructures() {
    return false;
  }

  /** Whether it looks at geometries; otherwise the candidates have none, which is faster. */
  default boolean needsStructures() {
    return false;
  }

  /**
   * Decides about all candidates at once.
   *
   * @param candidates in the order of the campaign's structures
   * @return one for each, in their order: {@link Step.Done} goes on, {@link Step.Dropped} does not,
   *     {@link Step.Refused} has failed; never {@link Step.Evaluate}
   */
  List<Step> decide(List<Candidate> candidates);
}
