package dev.lehr.simulation.prototypes;

import dev.lehr.simulation.linalg.Matrix3;
import dev.lehr.simulation.neighbors.NeighborList;
import java.util.Arrays;

/**
 * The bonds around each atom of a periodic crystal, two atoms being bonded where they are closer
 * than a cutoff: for each neighbour of an atom how many neighbours the two have in common, how many
 * bonds there are among those, and how many pairs of these bonds meet in an atom. This is common
 * neighbour analysis (J. D. Honeycutt, H. C. Andersen, J. Phys. Chem. 91, 4950 (1987)), where the
 * third number is the longest chain of bonds instead: 421 in fcc, 421 and 422 in hcp are (4, 2, 0)
 * and (4, 2, 1) here. It is a topology: small displacements and strains do not change it.
 */
final class CommonNeighbors {

  /** More bonds an atom than any of the crystals here has by far. */
  private static final int MOST = 40;

  private CommonNeighbors() {}

  /**
   * For each atom a sorted list of one number a neighbour; empty where an atom has too many.
   *
   * @param reach the cutoff in units of the cube root of the volume per atom
   */
  static int[][] of(double[] positions, double[] cell, double reach) {
    int n = positions.length / 3;
    double cutoff = reach * StrictMath.cbrt(Math.abs(Matrix3.determinant(cell, 0)) / n);
    NeighborList list = NeighborList.of(positions, cell, new boolean[] {true, true, true}, cutoff);
    double[] shifts = list.shiftVectors(cell, 0, new double[0]);
    int[][] signatures = new int[n][];
    for (int i = 0; i < n; i++) {
      int degree = list.starts()[i + 1] - list.starts()[i];
      signatures[i] =
          degree > MOST ? new int[0] : signature(bonds(list, shifts, positions, i), cutoff);
    }
    return signatures;
  }

  private static double[] bonds(NeighborList list, double[] shifts, double[] positions, int i) {
    int from = list.starts()[i];
    double[] d = new double[3 * (list.starts()[i + 1] - from)];
    for (int k = 0; k < d.length; k++) {
      int edge = from + k / 3;
      int x = k % 3;
      int j = list.neighbors()[edge];
      d[k] = positions[3 * j + x] - positions[3 * i + x] + shifts[3 * list.shiftIds()[edge] + x];
    }
    return d;
  }

  private static int[] signature(double[] d, double cutoff) {
    int n = d.length / 3;
    boolean[][] bonded = new boolean[n][n];
    for (int j = 0; j < n; j++) {
      for (int k = 0; k < j; k++) {
        double x = d[3 * j] - d[3 * k];
        double y = d[3 * j + 1] - d[3 * k + 1];
        double z = d[3 * j + 2] - d[3 * k + 2];
        bonded[j][k] = x * x + y * y + z * z < cutoff * cutoff;
        bonded[k][j] = bonded[j][k];
      }
    }
    int[] signature = new int[n];
    for (int j = 0; j < n; j++) {
      signature[j] = pair(bonded, j);
    }
    Arrays.sort(signature);
    return signature;
  }

  /** The three counts as one number; 1000000, 1000 and 1 are their units. */
  private static int pair(boolean[][] bonded, int j) {
    int common = 0;
    int twiceBonds = 0;
    int twiceCorners = 0;
    for (int k = 0; k < bonded.length; k++) {
      if (bonded[j][k]) {
        int degree = 0;
        for (int l = 0; l < bonded.length; l++) {
          degree += bonded[j][l] && bonded[k][l] ? 1 : 0;
        }
        common++;
        twiceBonds += degree;
        twiceCorners += degree * (degree - 1);
      }
    }
    return 1_000_000 * common + 500 * twiceBonds + twiceCorners / 2;
  }
}
