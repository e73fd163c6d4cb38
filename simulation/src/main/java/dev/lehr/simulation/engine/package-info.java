/**
 * The loop that keeps a batch of systems moving: model, autobatcher and a stepper for each system.
 */
@NullMarked
package dev.lehr.simulation.engine;

import org.jspecify.annotations.NullMarked;
