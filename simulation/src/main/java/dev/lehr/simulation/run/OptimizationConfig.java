package dev.lehr.simulation.run;

import dev.lehr.simulation.optimize.CellFilter;
import dev.lehr.simulation.optimize.Convergence;

/**
 * The settings of an {@link Optimization}.
 *
 * @param optimizer how structures move
 * @param convergence when they are done, and the most steps of one
 * @param cellFilter whether and how the cell moves too
 */
public record OptimizationConfig(
    Optimizer optimizer, Convergence convergence, CellFilter cellFilter) {}
