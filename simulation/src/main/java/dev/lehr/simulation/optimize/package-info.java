/** Optimizers, cell filters and convergence, one system at a time. */
@NullMarked
package dev.lehr.simulation.optimize;

import org.jspecify.annotations.NullMarked;
