/**
 * What a stage does with one structure, told in rounds: evaluate these, then these, and this
 * follows from it. Pure: whoever runs a recipe may evaluate its jobs in any batch, keep what came
 * of them, and ask again after a crash.
 */
@NullMarked
package dev.lehr.simulation.recipe;

import org.jspecify.annotations.NullMarked;
