/**
 * Molecular dynamics: steppers that follow trajectories instead of looking for a minimum, and what
 * is observed on the way.
 */
@NullMarked
package dev.lehr.simulation.dynamics;

import org.jspecify.annotations.NullMarked;
