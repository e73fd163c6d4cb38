/** Neighbour lists of one system: any cell, any periodicity, with a Verlet skin. */
@NullMarked
package dev.lehr.simulation.neighbors;

import org.jspecify.annotations.NullMarked;
