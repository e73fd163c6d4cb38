package dev.lehr.simulation.model;

import dev.lehr.simulation.neighbors.NeighborList;

/** Sums a {@link PairPotential} over all pairs. */
final class PairKernel implements Kernel {

  private final PairPotential potential;
  private final double farthest;

  PairKernel(PairPotential potential, double cutoff) {
    this.potential = potential;
    this.farthest = NeighborList.largestSquareBelow(cutoff);
  }

  @Override
  public void types(int[] atomicNumbers, int first, int n, int[] types) {
    potential.types(atomicNumbers, first, n, types);
  }

  @Override
  public void add(int pass, SystemView system, int from, int to, Partial into) {
    PairRow row = into.row;
    int[] types = system.types();
    for (int i = from; i < to; i++) {
      row.gather(system, i, farthest);
      potential.evaluate(row, types[i], types);
      row.scatter(i, from, into);
    }
  }
}
