package dev.lehr.activities.engine;

import dev.lehr.activities.commands.CommandSpec;
import dev.lehr.activities.trajectory.FrameStyle;
import dev.lehr.simulation.optimize.StartConditions;
import dev.lehr.simulation.optimize.Stepper;
import dev.lehr.simulation.recipe.Recipe;

/** What a stage does with a structure. */
public sealed interface Work {

  /**
   * Advances it, step by step, in a batch.
   *
   * @param stepper advances a system; without state of its own
   * @param start what happens to a structure before
   * @param framesEvery steps between frames of a structure's trajectory; 0: no frames
   * @param frames what of them is kept, and how
   */
  record Steps(Stepper stepper, StartConditions start, long framesEvery, FrameStyle frames)
      implements Work {}

  /**
   * Evaluates what a recipe asks for, in the same batches as everything else.
   *
   * @param recipe what is done
   */
  record Told(Recipe recipe) implements Work {}

  /**
   * Runs a program for it.
   *
   * @param spec what is run
   */
  record Program(CommandSpec spec) implements Work {}
}
