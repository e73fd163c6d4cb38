/** Units: the internal ones (eV, angstrom, amu, K) and the way to them from others. */
@NullMarked
package dev.lehr.simulation.units;

import org.jspecify.annotations.NullMarked;
