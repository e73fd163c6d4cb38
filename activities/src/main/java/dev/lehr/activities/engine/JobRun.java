package dev.lehr.activities.engine;

import dev.lehr.simulation.recipe.Job;

/**
 * An evaluation that belongs to a recipe.
 *
 * @param of the recipe's run
 * @param place its place in the round
 * @param job what is evaluated
 */
record JobRun(RecipeRun of, int place, Job job) {}
