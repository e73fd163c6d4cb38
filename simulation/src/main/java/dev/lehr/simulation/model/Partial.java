package dev.lehr.simulation.model;

import java.util.Arrays;

/** Sums over some of a system's pairs, and the arrays to compute them in. */
final class Partial {

  /** Numbers of a symmetric tensor: xx, yy, zz, yz, xz, xy. */
  static final int TENSOR = 6;

  /** The pairs of the atom that is worked on. */
  final PairRow row = new PairRow();

  /** sum of dE/dd_a d_b over pairs: xx, yy, zz, yz, xz, xy, eV. */
  final double[] virial = new double[TENSOR];

  /** For each atom from the first of the range on, the numbers of the pass. */
  double[] sums = new double[0];

  /** Half of each pair's virial for each atom likewise; empty where nobody asked for it. */
  double[] atomVirials = new double[0];

  private double[] room = new double[0];

  /** Clears the sums of {@code atoms} atoms. */
  void clear(int atoms, int width, boolean wantAtomVirials) {
    int needed = atoms * width;
    if (sums.length < needed) {
      sums = new double[needed + needed / 2];
    } else {
      Arrays.fill(sums, 0, needed, 0);
    }
    Arrays.fill(virial, 0);
    if (!wantAtomVirials) {
      atomVirials = new double[0];
      return;
    }
    if (room.length < TENSOR * atoms) {
      room = new double[TENSOR * atoms];
    }
    Arrays.fill(room, 0, TENSOR * atoms, 0);
    atomVirials = room;
  }

  /**
   * Adds the sums of another range for some atoms.
   *
   * @param other begins {@code offset} atoms after this
   * @param from first atom, counted from the beginning of this
   */
  void add(Partial other, int offset, int from, int to, int width) {
    double[] mine = sums;
    double[] theirs = other.sums;
    int shift = width * offset;
    for (int k = width * from; k < width * to; k++) {
      mine[k] += theirs[k - shift];
    }
    if (atomVirials.length > 0) {
      int tensors = TENSOR * offset;
      for (int k = TENSOR * from; k < TENSOR * to; k++) {
        atomVirials[k] += other.atomVirials[k - tensors];
      }
    }
  }
}
