package dev.lehr.activities.stages;

import dev.lehr.simulation.recipe.Recipe;

/** A stage that treats each structure by itself, as a recipe of evaluations. */
public interface RecipeStage extends ConfiguredStage {

  /** What is done with a structure. */
  Recipe recipe();

  /**
   * Whether it makes several structures of one, which go on in its place. Then the stages after it
   * wait until it has seen all structures.
   */
  default boolean makesStructures() {
    return false;
  }
}
