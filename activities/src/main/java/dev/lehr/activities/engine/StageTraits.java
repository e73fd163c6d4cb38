package dev.lehr.activities.engine;

import dev.lehr.simulation.recipe.Recipe;
import java.util.Optional;

/**
 * What is particular about a stage, whatever it does.
 *
 * @param when decides of each structure whether the stage is for it; empty: for all
 * @param memory digest of all that results depend on besides the structure; empty: nothing is
 *     remembered
 * @param random whether results also depend on the structure's id
 * @param goesOn whether a structure goes on as it was where the stage fails
 * @param priority above that of the campaign
 * @param pool the limit that its structures share with others; empty: none
 */
public record StageTraits(
    Optional<Recipe> when,
    String memory,
    boolean random,
    boolean goesOn,
    int priority,
    String pool) {

  /** Nothing is. */
  public static final StageTraits NONE = new StageTraits(Optional.empty(), "", false, false, 0, "");
}
