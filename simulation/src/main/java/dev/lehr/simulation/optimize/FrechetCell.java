package dev.lehr.simulation.optimize;

import dev.lehr.simulation.linalg.Matrix3;
import dev.lehr.simulation.linalg.MatrixExponential;
import dev.lehr.simulation.state.SimState;

/**
 * The cell as the logarithm L of the deformation gradient F = exp(L), where cell = reference F^T.
 *
 * <p>The gradient is that of ASE's {@code FrechetCellFilter}: minus the derivative of the enthalpy
 * by L, over the number of atoms. Strain that involves a non-periodic lattice vector is projected
 * out: both gradient and L stay within the space that the periodic vectors span.
 */
final class FrechetCell {

  private final CellFilter filter;
  private final boolean torchsim;

  FrechetCell(CellFilter filter, boolean torchsim) {
    this.filter = filter;
    this.torchsim = torchsim;
  }

  /** Whether the system's cell moves: the filter is on and some lattice vector is periodic. */
  boolean moves(SimState batch, int system) {
    return filter.kind() == CellFilter.Kind.FRECHET && periodicAxes(batch, system) > 0;
  }

  static int periodicAxes(SimState batch, int system) {
    int periodic = 0;
    for (int k = 0; k < 3; k++) {
      periodic += batch.pbc()[3 * system + k] ? 1 : 0;
    }
    return periodic;
  }

  static double[] deformation(SimState batch, int system) {
    double[] log = new double[9];
    System.arraycopy(batch.doubles(Fire.LOG_DEFORMATION), 9 * system, log, 0, 9);
    return MatrixExponential.exp(log);
  }

  /** Writes the system's rows of {@link Fire#CELL_FORCES}, eV for each atom. */
  void updateForces(SimState batch, int system) {
    double[] stress = batch.doubles(Stepper.STRESS);
    double volume = Math.abs(batch.volume(system));
    double[] virial = new double[9];
    for (int i = 0; i < 9; i++) {
      // Six components, as in ASE: the antisymmetric part is rounding.
      int mirrored = 3 * (i % 3) + i / 3;
      double s = 0.5 * (stress[9 * system + i] + stress[9 * system + mirrored]);
      virial[i] = -volume * (s + (i % 4 == 0 ? filter.pressure() : 0));
    }
    double[] space = periodicSpace(batch, system);
    int rank = periodicAxes(batch, system);
    virial = project(virial, space, rank);
    if (filter.hydrostatic()) {
      double mean = trace(virial) / rank;
      for (int i = 0; i < 9; i++) {
        virial[i] = mean * space[i];
      }
    }
    if (filter.constantVolume() && torchsim) {
      removeTrace(virial, space, rank);
    }
    double[] log = new double[9];
    Matrix3.transpose(batch.doubles(Fire.LOG_DEFORMATION), 9 * system, log, 0);
    double[] deformation = MatrixExponential.exp(log);
    double[] gradient = Matrix3.multiply(virial, Matrix3.inverse(deformation));
    // The adjoint of exp's derivative at L is its derivative at L^T: one call gives all nine.
    gradient = project(MatrixExponential.derivative(log, gradient), space, rank);
    if (filter.constantVolume() && !torchsim) {
      removeTrace(gradient, space, rank);
    }
    double[] forces = batch.doubles(Fire.CELL_FORCES);
    for (int i = 0; i < 9; i++) {
      forces[9 * system + i] = gradient[i] / batch.nAtoms(system);
    }
  }

  /** Moves L by {@code step / n_atoms} and the cell with it; returns the new F. */
  double[] move(SimState batch, int system, double[] step) {
    double[] log = batch.doubles(Fire.LOG_DEFORMATION);
    int o = 9 * system;
    for (int i = 0; i < 9; i++) {
      double next = log[o + i] + step[i] / batch.nAtoms(system);
      log[o + i] = torchsim ? Math.max(-2, Math.min(2, next)) : next;
    }
    double[] deformation = deformation(batch, system);
    double[] transposed = Matrix3.transpose(deformation);
    Matrix3.multiply(batch.doubles(Fire.REFERENCE_CELL), o, transposed, 0, batch.cell(), o);
    return deformation;
  }

  private static double trace(double[] a) {
    return a[0] + a[4] + a[8];
  }

  private static void removeTrace(double[] a, double[] space, int rank) {
    double mean = trace(a) / rank;
    for (int i = 0; i < 9; i++) {
      a[i] -= mean * space[i];
    }
  }

  private static double[] project(double[] a, double[] space, int rank) {
    return rank == 3 ? a : Matrix3.multiply(space, Matrix3.multiply(a, space));
  }

  /** The projector on the span of the periodic reference vectors (Gram-Schmidt). */
  private static double[] periodicSpace(SimState batch, int system) {
    if (periodicAxes(batch, system) == 3) {
      return Matrix3.identity();
    }
    double[] cell = batch.doubles(Fire.REFERENCE_CELL);
    double[] space = new double[9];
    for (int k = 0; k < 3; k++) {
      if (!batch.pbc()[3 * system + k]) {
        continue;
      }
      double[] v = new double[3];
      double norm2 = 0;
      for (int i = 0; i < 3; i++) {
        v[i] = cell[9 * system + 3 * k + i];
        for (int j = 0; j < 3; j++) {
          v[i] -= space[3 * i + j] * cell[9 * system + 3 * k + j];
        }
        norm2 += v[i] * v[i];
      }
      for (int i = 0; i < 9; i++) {
        space[i] += v[i / 3] * v[i % 3] / norm2;
      }
    }
    return space;
  }
}
