package dev.lehr.simulation.model;

import dev.lehr.simulation.neighbors.NeighborList;

/**
 * One system of a batch as a {@link Kernel} sees it. Atoms are counted within the system, but for
 * {@code positions}.
 *
 * @param positions of the whole batch, 3 numbers an atom, angstrom
 * @param firstAtom where the system's atoms begin in the batch
 * @param nAtoms number of atoms
 * @param list the system's pairs, those in the skin included
 * @param shiftVectors Cartesian vectors of the list's shifts, 3 a row, angstrom
 * @param types what the kernel calls each atom's element
 * @param values two numbers for each atom that the kernel keeps from pass to pass
 */
record SystemView(
    double[] positions,
    int firstAtom,
    int nAtoms,
    NeighborList list,
    double[] shiftVectors,
    int[] types,
    double[] values) {

  /** No system. */
  static final SystemView EMPTY =
      new SystemView(
          new double[0],
          0,
          0,
          NeighborList.of(new double[3], new double[9], new boolean[3], 1),
          new double[0],
          new int[0],
          new double[0]);
}
