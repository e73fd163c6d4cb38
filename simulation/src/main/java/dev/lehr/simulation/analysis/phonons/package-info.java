/**
 * Harmonic vibrations of crystals by finite displacements. There is no splitting of longitudinal
 * and transverse optical modes: of polar crystals the frequencies near gamma are not right.
 */
@NullMarked
package dev.lehr.simulation.analysis.phonons;

import org.jspecify.annotations.NullMarked;
