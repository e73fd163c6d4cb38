/**
 * What can be learnt of a material from several calculations of it: pure computations, without
 * files or workflows.
 *
 * <p>A {@link dev.lehr.simulation.analysis.Study} has two halves: it makes children of a structure
 * (strained cells, displaced atoms), which anything may evaluate in any batch, and it folds what
 * became of them into a number of their parent. From Java alone:
 *
 * <pre>{@code
 * Answer<EquationOfState> answer = VolumeScan.defaults().of(copper, model, Execution.defaults());
 * }</pre>
 */
@NullMarked
package dev.lehr.simulation.analysis;

import org.jspecify.annotations.NullMarked;
