/**
 * Formation energies and the convex hull of energies over compositions, of any number of elements.
 */
@NullMarked
package dev.lehr.simulation.analysis.hull;

import org.jspecify.annotations.NullMarked;
