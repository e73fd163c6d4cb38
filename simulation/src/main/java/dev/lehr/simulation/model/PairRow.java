package dev.lehr.simulation.model;

import dev.lehr.simulation.neighbors.NeighborList;

/**
 * The pairs of one atom that are within a cutoff, side by side: distances are gathered, a potential
 * turns all of them into energies and forces in one go, and these are scattered to the atoms. The
 * arithmetic in between has no branches and no indices, so that the compiler makes vectors of it,
 * which changes no bit.
 */
final class PairRow {

  /** Second atom of each pair, counted within the system. */
  int[] other = new int[0];

  /** Squared distances, square angstrom. */
  double[] square = new double[0];

  /** Filled by a potential: half of each pair's energy, eV. */
  double[] half = new double[0];

  /** Filled by a potential: dV/dr over r, eV/square angstrom; g d pulls the first atom along d. */
  double[] g = new double[0];

  /** Room for intermediate values of a potential, three of them for each pair. */
  final double[][] work = {new double[0], new double[0], new double[0]};

  /** Where in a table a pair is, for potentials with tables. */
  int[] place = new int[0];

  private double[] dx = new double[0];
  private double[] dy = new double[0];
  private double[] dz = new double[0];
  private int size;

  /** Number of pairs. */
  int size() {
    return size;
  }

  private void makeRoom(int pairs) {
    if (square.length >= pairs) {
      return;
    }
    int room = pairs + pairs / 2 + 8;
    other = new int[room];
    place = new int[room];
    square = new double[room];
    half = new double[room];
    g = new double[room];
    dx = new double[room];
    dy = new double[room];
    dz = new double[room];
    for (int w = 0; w < work.length; w++) {
      work[w] = new double[room];
    }
  }

  /**
   * Takes the pairs in the upper half of an atom's row, in the order of the list.
   *
   * @param farthest largest square of a distance that counts
   */
  void gather(SystemView system, int i, double farthest) {
    NeighborList list = system.list();
    int from = list.upperStarts()[i];
    int end = list.starts()[i + 1];
    makeRoom(end - from);
    size =
        gather(
            system.positions(),
            3 * system.firstAtom(),
            i,
            list.neighbors(),
            list.shiftIds(),
            system.shiftVectors(),
            from,
            end,
            farthest);
  }

  private int gather(
      double[] positions,
      int offset,
      int i,
      int[] neighbors,
      int[] shiftIds,
      double[] shift,
      int from,
      int end,
      double farthest) {
    double x = positions[offset + 3 * i];
    double y = positions[offset + 3 * i + 1];
    double z = positions[offset + 3 * i + 2];
    int[] other = this.other;
    double[] dx = this.dx;
    double[] dy = this.dy;
    double[] dz = this.dz;
    double[] square = this.square;
    int m = 0;
    for (int k = from; k < end; k++) {
      int j = neighbors[k];
      int b = offset + 3 * j;
      int s = 3 * shiftIds[k];
      double ex = positions[b] - x + shift[s];
      double ey = positions[b + 1] - y + shift[s + 1];
      double ez = positions[b + 2] - z + shift[s + 2];
      double r2 = ex * ex + ey * ey + ez * ez;
      other[m] = j;
      dx[m] = ex;
      dy[m] = ey;
      dz[m] = ez;
      square[m] = r2;
      // Not "continue": whether a pair is in the skin cannot be predicted.
      m += r2 > farthest ? 0 : 1;
    }
    return m;
  }

  /**
   * Adds energies, forces and virials of the pairs to their atoms.
   *
   * @param i the first atom of all pairs
   * @param base the atom that the sums begin with
   */
  void scatter(int i, int base, Partial into) {
    scatter(i, base, into.sums, into.virial);
    if (into.atomVirials.length > 0) {
      scatterVirials(i, base, into.atomVirials);
    }
  }

  private void scatter(int i, int base, double[] sums, double[] virial) {
    int[] other = this.other;
    double[] dx = this.dx;
    double[] dy = this.dy;
    double[] dz = this.dz;
    double[] half = this.half;
    double[] g = this.g;
    int a = 4 * (i - base);
    int m = size;
    double e = 0;
    double fx = 0;
    double fy = 0;
    double fz = 0;
    double wxx = virial[0];
    double wyy = virial[1];
    double wzz = virial[2];
    double wyz = virial[3];
    double wxz = virial[4];
    double wxy = virial[5];
    for (int k = 0; k < m; k++) {
      int b = 4 * (other[k] - base);
      double ex = dx[k];
      double ey = dy[k];
      double ez = dz[k];
      double gx = g[k] * ex;
      double gy = g[k] * ey;
      double gz = g[k] * ez;
      e += half[k];
      sums[b] += half[k];
      wxx += gx * ex;
      wyy += gy * ey;
      wzz += gz * ez;
      wyz += gy * ez;
      wxz += gx * ez;
      wxy += gx * ey;
      // An atom does not pull itself by its image.
      if (b != a) {
        fx += gx;
        fy += gy;
        fz += gz;
        sums[b + 1] -= gx;
        sums[b + 2] -= gy;
        sums[b + 3] -= gz;
      }
    }
    sums[a] += e;
    sums[a + 1] += fx;
    sums[a + 2] += fy;
    sums[a + 3] += fz;
    virial[0] = wxx;
    virial[1] = wyy;
    virial[2] = wzz;
    virial[3] = wyz;
    virial[4] = wxz;
    virial[5] = wxy;
  }

  /** Gives half of each pair's virial to each of its atoms. */
  private void scatterVirials(int i, int base, double[] virials) {
    int a = Partial.TENSOR * (i - base);
    for (int k = 0; k < size; k++) {
      int b = Partial.TENSOR * (other[k] - base);
      double half = 0.5 * g[k];
      double xx = half * dx[k] * dx[k];
      double yy = half * dy[k] * dy[k];
      double zz = half * dz[k] * dz[k];
      double yz = half * dy[k] * dz[k];
      double xz = half * dx[k] * dz[k];
      double xy = half * dx[k] * dy[k];
      virials[a] += xx;
      virials[a + 1] += yy;
      virials[a + 2] += zz;
      virials[a + 3] += yz;
      virials[a + 4] += xz;
      virials[a + 5] += xy;
      virials[b] += xx;
      virials[b + 1] += yy;
      virials[b + 2] += zz;
      virials[b + 3] += yz;
      virials[b + 4] += xz;
      virials[b + 5] += xy;
    }
  }
}
