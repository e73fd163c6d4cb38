/**
 * Paths through the Brillouin zone: which Bravais lattice a cell is of, its special points (W.
 * Setyawan and S. Curtarolo, Comput. Mater. Sci. 49, 299 (2010)), and frequencies along the way.
 */
@NullMarked
package dev.lehr.simulation.analysis.bands;

import org.jspecify.annotations.NullMarked;
