package dev.lehr.simulation.run;

import dev.lehr.simulation.optimize.CellFilter;
import dev.lehr.simulation.optimize.Convergence;
import dev.lehr.simulation.optimize.OptimizerSettings;

/**
 * The settings of an {@link Optimization}.
 *
 * @param optimizer which optimizer moves structures, and its parameters
 * @param convergence when they are done, and the most steps of one
 * @param cellFilter whether and how the cell moves too
 */
public record OptimizationConfig(
    OptimizerSettings optimizer, Convergence convergence, CellFilter cellFilter) {}
