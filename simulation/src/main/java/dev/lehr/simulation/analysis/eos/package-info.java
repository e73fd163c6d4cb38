/** Energy against volume: equilibrium volume, bulk modulus and its derivative. */
@NullMarked
package dev.lehr.simulation.analysis.eos;

import org.jspecify.annotations.NullMarked;
