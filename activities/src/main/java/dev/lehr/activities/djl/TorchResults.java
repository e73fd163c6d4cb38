package dev.lehr.activities.djl;

import java.util.List;

/**
 * What one forward gave, on the host.
 *
 * @param energy S, eV
 * @param forces N rows of 3, eV/angstrom
 * @param stress S matrices of 3x3, eV/angstrom^3
 * @param extras what {@code meta.json} names, in its order
 */
record TorchResults(double[] energy, double[] forces, double[] stress, List<double[]> extras) {}
