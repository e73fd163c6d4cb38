/**
 * Elastic constants by stress against strain.
 *
 * <p>Order of Voigt: xx, yy, zz, yz, xz, xy. Strains of Voigt carry engineering shears (twice the
 * tensor's), stresses do not. A strained cell is its parent's times F = 1 + strain with a symmetric
 * strain, so that nothing rotates; stress is Cauchy's, positive in tension. About a parent without
 * stress the slope of stress by strain is then the elastic tensor, whichever finite strain is
 * meant: they differ in second order.
 */
@NullMarked
package dev.lehr.simulation.analysis.elastic;

import org.jspecify.annotations.NullMarked;
