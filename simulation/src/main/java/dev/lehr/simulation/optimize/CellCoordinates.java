package dev.lehr.simulation.optimize;

import dev.lehr.simulation.linalg.Matrix3;
import dev.lehr.simulation.state.SimState;

/**
 * The cell as generalised coordinates of a relaxation: the deformation gradient F, where cell =
 * reference F^T, or its logarithm L, each times the number of atoms.
 *
 * <p>The gradients are those of ASE's {@code UnitCellFilter} and {@code FrechetCellFilter}: minus
 * the derivative of the enthalpy by F or L, over the number of atoms. F - 1 and L stay within the
 * {@link StrainSpace} of the system.
 */
final class CellCoordinates {

  private final CellFilter filter;
  private final boolean frechet;
  private final boolean torchsim;

  CellCoordinates(CellFilter filter, boolean torchsim) {
    this.filter = filter;
    this.frechet = filter.kind() == CellFilter.Kind.FRECHET;
    this.torchsim = torchsim;
  }

  /** Whether the system's cell moves: the filter is on and some lattice vector is periodic. */
  boolean moves(SimState batch, int system) {
    return filter.kind() != CellFilter.Kind.NONE && StrainSpace.periodicAxes(batch, system) > 0;
  }

  /** Writes F. */
  void deformation(SimState batch, int system, Scratch s, double[] out) {
    if (frechet) {
      s.exponential.exp(batch.doubles(Optimizer.LOG_DEFORMATION), 9 * system, out);
    } else {
      System.arraycopy(batch.doubles(Optimizer.DEFORMATION), 9 * system, out, 0, 9);
    }
  }

  /** Writes the nine coordinates of the cell, from an offset. */
  void coordinates(SimState batch, int system, double[] out, int at) {
    String column = frechet ? Optimizer.LOG_DEFORMATION : Optimizer.DEFORMATION;
    double[] from = batch.doubles(column);
    for (int i = 0; i < 9; i++) {
      out[at + i] = from[9 * system + i] * batch.nAtoms(system);
    }
  }

  /** Writes the system's rows of {@link Optimizer#CELL_FORCES}, eV for each atom. */
  void updateForces(SimState batch, int system) {
    Scratch s = Scratch.of(0);
    double[] virial = s.m1;
    stressPlusPressure(batch, system, virial);
    double volume = Math.abs(batch.volume(system));
    for (int i = 0; i < 9; i++) {
      virial[i] = -volume * virial[i];
    }
    StrainSpace space = s.space.of(batch, system, filter);
    double[] gradient = frechet ? byLogarithm(batch, system, s) : byDeformation(batch, system, s);
    if (filter.constantVolume() && !torchsim) {
      space.removeTrace(gradient);
    }
    double[] forces = batch.doubles(Optimizer.CELL_FORCES);
    for (int i = 0; i < 9; i++) {
      forces[9 * system + i] = gradient[i] / batch.nAtoms(system);
    }
  }

  private double[] byLogarithm(SimState batch, int system, Scratch s) {
    double[] virial = s.m1;
    s.space.project(virial);
    constrainAsTorchSim(s, virial);
    if (filter.hydrostatic() && !torchsim) {
      s.space.keepTrace(virial);
    }
    double[] log = s.m2;
    Matrix3.transpose(batch.doubles(Optimizer.LOG_DEFORMATION), 9 * system, log, 0);
    s.exponential.exp(log, 0, s.deformation);
    Matrix3.inverse(s.deformation, 0, s.back, 0);
    Matrix3.multiply(virial, 0, s.back, 0, s.m3, 0);
    // The adjoint of exp's derivative at L is its derivative at L^T: one call gives all nine.
    s.exponential.derivative(log, s.m3, virial);
    s.space.project(virial);
    return virial;
  }

  private double[] byDeformation(SimState batch, int system, Scratch s) {
    double[] virial = s.m1;
    if (torchsim) {
      s.space.project(virial);
      constrainAsTorchSim(s, virial);
    }
    Matrix3.transpose(batch.doubles(Optimizer.DEFORMATION), 9 * system, s.m2, 0);
    Matrix3.inverse(s.m2, 0, s.back, 0);
    double[] gradient = s.m3;
    Matrix3.multiply(virial, 0, s.back, 0, gradient, 0);
    s.space.project(gradient);
    if (filter.hydrostatic()) {
      s.space.keepTrace(gradient);
    }
    return gradient;
  }

  /** torch-sim constrains the virial, ASE the gradient that is made of it. */
  private void constrainAsTorchSim(Scratch s, double[] virial) {
    if (torchsim && filter.hydrostatic()) {
      s.space.keepTrace(virial);
    }
    if (torchsim && filter.constantVolume()) {
      s.space.removeTrace(virial);
    }
  }

  /** The stress that the cell feels, symmetrised, plus the external pressure, eV/angstrom^3. */
  private void stressPlusPressure(SimState batch, int system, double[] out) {
    double[] stress = batch.doubles(Stepper.STRESS);
    for (int i = 0; i < 9; i++) {
      // Six components, as in ASE: the antisymmetric part is rounding.
      int mirrored = 3 * (i % 3) + i / 3;
      double symmetric = 0.5 * (stress[9 * system + i] + stress[9 * system + mirrored]);
      out[i] = symmetric + (i % 4 == 0 ? filter.pressure() : 0);
    }
  }

  /** Largest absolute component of stress plus pressure over the free strains, eV/angstrom^3. */
  double largestFreeStress(SimState batch, int system) {
    Scratch s = Scratch.of(0);
    double[] free = s.m1;
    stressPlusPressure(batch, system, free);
    keepFree(batch, system, s, free);
    double largest = 0;
    for (double component : free) {
      largest = Math.max(largest, Math.abs(component));
    }
    return largest;
  }

  /** Takes out of a strain or stress what is not free. */
  void keepFree(SimState batch, int system, Scratch s, double[] a) {
    StrainSpace space = s.space.of(batch, system, filter);
    space.project(a);
    if (filter.hydrostatic()) {
      space.keepTrace(a);
    }
    if (filter.constantVolume()) {
      space.removeTrace(a);
    }
  }

  /**
   * Moves the coordinates by {@code step} from an offset, and the cell with them; writes the new F.
   */
  void move(SimState batch, int system, double[] step, int at, Scratch s, double[] out) {
    int o = 9 * system;
    double[] coordinates =
        batch.doubles(frechet ? Optimizer.LOG_DEFORMATION : Optimizer.DEFORMATION);
    for (int i = 0; i < 9; i++) {
      double next = coordinates[o + i] + step[at + i] / batch.nAtoms(system);
      coordinates[o + i] = torchsim && frechet ? Math.max(-2, Math.min(2, next)) : next;
    }
    deformation(batch, system, s, out);
    Matrix3.transpose(out, 0, s.m2, 0);
    Matrix3.multiply(batch.doubles(Optimizer.REFERENCE_CELL), o, s.m2, 0, batch.cell(), o);
  }
}
