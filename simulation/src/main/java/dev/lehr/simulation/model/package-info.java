/** Models: energy, forces and stress of a batch. */
@NullMarked
package dev.lehr.simulation.model;

import org.jspecify.annotations.NullMarked;
