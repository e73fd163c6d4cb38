package dev.lehr.simulation.optimize;

import dev.lehr.simulation.linalg.Matrix3;
import dev.lehr.simulation.state.SimState;
import java.util.Arrays;

/**
 * The strains that a system's cell may make: those that the periodic reference vectors span, and of
 * them those that the filter's mask leaves free; as a linear space of 3x3 matrices.
 */
final class StrainSpace {

  private static final double INDEPENDENT = 1e-10;

  private final double[] periodic = new double[9];
  private final double[] identity = new double[9];
  private final double[] normals = new double[18 * 9];
  private final double[] v = new double[9];
  private final double[] product = new double[9];
  private int rank;
  private int nNormals;
  private boolean masked;
  private double identityNorm2;

  /** Number of lattice vectors along which a system is periodic. */
  static int periodicAxes(SimState batch, int system) {
    int periodic = 0;
    for (int k = 0; k < 3; k++) {
      periodic += batch.pbc()[3 * system + k] ? 1 : 0;
    }
    return periodic;
  }

  /** Becomes the space of a system. */
  StrainSpace of(SimState batch, int system, CellFilter filter) {
    rank = periodicAxes(batch, system);
    layPeriodic(batch, system);
    masked = filter.isMasked();
    System.arraycopy(periodic, 0, identity, 0, 9);
    identityNorm2 = rank;
    if (masked) {
      layNormals(filter);
      Arrays.fill(identity, 0);
      identity[0] = 1;
      identity[4] = 1;
      identity[8] = 1;
      project(identity);
      identityNorm2 = 0;
      for (double x : identity) {
        identityNorm2 += x * x;
      }
    }
    return this;
  }

  /** Takes out of a matrix what is not in the space. */
  void project(double[] a) {
    if (masked) {
      for (int n = 0; n < nNormals; n++) {
        removeAlong(a, normals, 9 * n);
      }
    } else if (rank < 3) {
      Matrix3.multiply(a, 0, periodic, 0, product, 0);
      Matrix3.multiply(periodic, 0, product, 0, a, 0);
    }
  }

  /** Keeps of a matrix in the space the part that changes the volume alone. */
  void keepTrace(double[] a) {
    double mean = meanOf(a);
    for (int i = 0; i < 9; i++) {
      a[i] = mean * identity[i];
    }
  }

  /** Takes out of a matrix in the space the part that changes the volume. */
  void removeTrace(double[] a) {
    double mean = meanOf(a);
    for (int i = 0; i < 9; i++) {
      a[i] -= mean * identity[i];
    }
  }

  /**
   * Along the projected identity, not by the trace: they are the same in the space, but where it
   * holds next to nothing of the identity, a trace would make much of the rounding.
   */
  private double meanOf(double[] a) {
    double along = 0;
    for (int i = 0; i < 9; i++) {
      along += a[i] * identity[i];
    }
    return identityNorm2 > INDEPENDENT ? along / identityNorm2 : 0;
  }

  private static void removeAlong(double[] a, double[] normals, int at) {
    double along = 0;
    for (int i = 0; i < 9; i++) {
      along += a[i] * normals[at + i];
    }
    for (int i = 0; i < 9; i++) {
      a[i] -= along * normals[at + i];
    }
  }

  /**
   * An orthonormal basis of what is held: masked components, then those out of the periodic span.
   */
  private void layNormals(CellFilter filter) {
    nNormals = 0;
    for (int c = 0; c < 9; c++) {
      if (!filter.mask().get(c)) {
        Arrays.fill(v, 0);
        v[c] = 1;
        addNormal();
      }
    }
    for (int c = 0; c < 9 && rank < 3; c++) {
      for (int i = 0; i < 9; i++) {
        // The unit matrix c minus its projection on the periodic span: S E_c S = s_c1 s_c2^T.
        double inside = periodic[3 * (i / 3) + c / 3] * periodic[3 * (c % 3) + i % 3];
        v[i] = (i == c ? 1 : 0) - inside;
      }
      addNormal();
    }
  }

  private void addNormal() {
    for (int turn = 0; turn < 2; turn++) {
      for (int n = 0; n < nNormals; n++) {
        removeAlong(v, normals, 9 * n);
      }
    }
    double norm2 = 0;
    for (double x : v) {
      norm2 += x * x;
    }
    if (norm2 > INDEPENDENT) {
      double norm = Math.sqrt(norm2);
      for (int i = 0; i < 9; i++) {
        normals[9 * nNormals + i] = v[i] / norm;
      }
      nNormals++;
    }
  }

  /** The projector on the span of the periodic reference vectors (Gram-Schmidt). */
  private void layPeriodic(SimState batch, int system) {
    Arrays.fill(periodic, 0);
    if (rank == 3) {
      periodic[0] = 1;
      periodic[4] = 1;
      periodic[8] = 1;
      return;
    }
    double[] cell = batch.doubles(Optimizer.REFERENCE_CELL);
    for (int k = 0; k < 3; k++) {
      if (!batch.pbc()[3 * system + k]) {
        continue;
      }
      double norm2 = 0;
      for (int i = 0; i < 3; i++) {
        v[i] = cell[9 * system + 3 * k + i];
        for (int j = 0; j < 3; j++) {
          v[i] -= periodic[3 * i + j] * cell[9 * system + 3 * k + j];
        }
        norm2 += v[i] * v[i];
      }
      for (int i = 0; i < 9; i++) {
        periodic[i] += v[i / 3] * v[i % 3] / norm2;
      }
    }
  }
}
