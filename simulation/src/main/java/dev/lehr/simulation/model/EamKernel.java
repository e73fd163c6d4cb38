package dev.lehr.simulation.model;

import dev.lehr.simulation.neighbors.NeighborList;

/** Sums an embedded-atom potential: first densities, then energies and forces. */
final class EamKernel implements Kernel {

  private final EamFunctions functions;
  private final double farthest;

  EamKernel(EamFunctions functions, double cutoff) {
    this.functions = functions;
    this.farthest = NeighborList.largestSquareBelow(cutoff);
  }

  @Override
  public void types(int[] atomicNumbers, int first, int n, int[] types) {
    for (int i = 0; i < n; i++) {
      types[i] = functions.typeOf(atomicNumbers[first + i]);
    }
  }

  @Override
  public int passes() {
    return 2;
  }

  @Override
  public int width(int pass) {
    return pass == 0 ? 1 : ENERGY_AND_FORCES;
  }

  @Override
  public void add(int pass, SystemView system, int from, int to, Partial into) {
    if (pass == 0) {
      addDensities(system, from, to, into);
    } else {
      addForces(system, from, to, into);
    }
  }

  private void addDensities(SystemView system, int from, int to, Partial into) {
    PairRow row = into.row;
    double[] rho = into.sums;
    int[] types = system.types();
    for (int i = from; i < to; i++) {
      row.gather(system, i, farthest);
      double[] taken = row.work[0];
      double[] given = row.work[1];
      functions.densities(row, types[i], types, taken, given);
      int[] other = row.other;
      int size = row.size();
      double sum = 0;
      for (int k = 0; k < size; k++) {
        sum += taken[k];
        rho[other[k] - from] += given[k];
      }
      rho[i - from] += sum;
    }
  }

  /** Keeps each atom's embedding energy, and behind those of all atoms its slope. */
  @Override
  public void finish(int pass, SystemView system, int from, int to, double[] rho) {
    double[] values = system.values();
    int[] types = system.types();
    int n = system.nAtoms();
    for (int i = from; i < to; i++) {
      values[i] = functions.embedding(types[i], rho[i]);
      values[n + i] = functions.embeddingSlope(types[i], rho[i]);
    }
  }

  private void addForces(SystemView system, int from, int to, Partial into) {
    PairRow row = into.row;
    int[] types = system.types();
    double[] values = system.values();
    int n = system.nAtoms();
    for (int i = from; i < to; i++) {
      row.gather(system, i, farthest);
      functions.forces(row, types[i], types, values[n + i], values, n);
      row.scatter(i, from, into);
    }
  }

  @Override
  public void addOwnEnergies(SystemView system, int from, int to, double[] energies) {
    double[] values = system.values();
    for (int i = from; i < to; i++) {
      energies[system.firstAtom() + i] += values[i];
    }
  }
}
