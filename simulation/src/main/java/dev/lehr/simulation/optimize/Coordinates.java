package dev.lehr.simulation.optimize;

import dev.lehr.simulation.constraints.Constraints;
import dev.lehr.simulation.linalg.Matrix3;
import dev.lehr.simulation.state.SimState;

/**
 * The generalised coordinates of a relaxation: 3 for each atom in the undeformed frame (z = F^-1
 * r), then, where the cell moves, the 9 of {@link CellCoordinates}.
 *
 * <p>Constraints act on Cartesian displacements relative to atoms that are carried along by the
 * cell, as ASE's do under its filters: a held atom keeps its fractional coordinates. It is put
 * where they say, without the rounding of the steps before.
 */
final class Coordinates {

  private final CellCoordinates cell;

  Coordinates(CellCoordinates cell) {
    this.cell = cell;
  }

  /** Number of coordinates. */
  int size(SimState batch, int system) {
    return 3 * batch.nAtoms(system) + (cell.moves(batch, system) ? 9 : 0);
  }

  /**
   * Writes the projected forces into {@link Scratch#forces} of this thread: 3 for each atom, in the
   * undeformed frame, then 9 of the cell, which are 0 where it is fixed.
   */
  Scratch forces(SimState batch, int system) {
    int n = 3 * batch.nAtoms(system);
    Scratch s = Scratch.of(n + 9);
    double[] all = s.forces;
    System.arraycopy(batch.doubles(Stepper.FORCES), 3 * batch.firstAtom(system), all, 0, n);
    if (Constraints.any(batch, system)) {
      Constraints.projectForces(batch, system, all);
    }
    if (cell.moves(batch, system)) {
      cell.deformation(batch, system, s, s.deformation);
      toFrame(s, all, n);
      System.arraycopy(batch.doubles(Optimizer.CELL_FORCES), 9 * system, all, n, 9);
    } else {
      java.util.Arrays.fill(all, n, n + 9, 0);
    }
    return s;
  }

  /** Rows of Cartesian forces f become f F, F being {@link Scratch#deformation}. */
  static void toFrame(Scratch s, double[] rows, int n) {
    Matrix3.transpose(s.deformation, 0, s.m2, 0);
    for (int i = 0; i < n; i += 3) {
      transform(s.m2, rows, i, s.vector);
      System.arraycopy(s.vector, 0, rows, i, 3);
    }
  }

  /** Writes the coordinates from 0; the cell's only where it moves. */
  void coordinates(SimState batch, int system, Scratch s, double[] out) {
    int n = 3 * batch.nAtoms(system);
    System.arraycopy(batch.positions(), 3 * batch.firstAtom(system), out, 0, n);
    if (cell.moves(batch, system)) {
      cell.deformation(batch, system, s, s.deformation);
      Matrix3.inverse(s.deformation, 0, s.back, 0);
      for (int i = 0; i < n; i += 3) {
        transform(s.back, out, i, s.vector);
        System.arraycopy(s.vector, 0, out, i, 3);
      }
      cell.coordinates(batch, system, out, n);
    }
  }

  /**
   * Moves a system by a step in generalised coordinates. {@link Scratch#deformation} holds the new
   * F afterwards where the cell moves.
   */
  void displace(SimState batch, int system, double[] step, Scratch s) {
    boolean constrained = Constraints.any(batch, system);
    if (!cell.moves(batch, system)) {
      addToPositions(batch, system, step, constrained);
      return;
    }
    int n = 3 * batch.nAtoms(system);
    cell.deformation(batch, system, s, s.deformation);
    Matrix3.inverse(s.deformation, 0, s.back, 0);
    double[] forth = s.deformation;
    cell.move(batch, system, step, n, s, forth);
    if (constrained) {
      carryAndDisplace(batch, system, step, s);
      return;
    }
    double[] positions = batch.positions();
    int from = 3 * batch.firstAtom(system);
    double[] r = s.vector;
    for (int i = 0; i < n; i += 3) {
      transform(s.back, positions, from + i, r);
      for (int k = 0; k < 3; k++) {
        positions[from + i + k] = r[k] + step[i + k];
      }
      transform(forth, positions, from + i, r);
      System.arraycopy(r, 0, positions, from + i, 3);
    }
  }

  /** Adds a Cartesian step to the positions; what is held is not written to. */
  void addToPositions(SimState batch, int system, double[] step, boolean constrained) {
    double[] positions = batch.positions();
    int from = 3 * batch.firstAtom(system);
    if (constrained) {
      Constraints.projectStep(batch, system, step);
    }
    for (int i = 0; i < 3 * batch.nAtoms(system); i++) {
      if (!constrained || !Constraints.holds(batch, from + i)) {
        positions[from + i] += step[i];
      }
    }
  }

  /** Carries the atoms along with the cell, then adds what constraints leave of the step. */
  private static void carryAndDisplace(SimState batch, int system, double[] step, Scratch s) {
    double[] positions = batch.positions();
    double[] start = batch.doubles(Optimizer.REFERENCE_POSITIONS);
    int from = 3 * batch.firstAtom(system);
    int n = 3 * batch.nAtoms(system);
    double[] displacement = s.displacement;
    double[] r = s.vector;
    for (int i = 0; i < n; i += 3) {
      transform(s.deformation, step, i, r);
      System.arraycopy(r, 0, displacement, i, 3);
      if (Constraints.holdsWholly(batch, (from + i) / 3)) {
        transform(s.deformation, start, from + i, r);
      } else {
        transform(s.back, positions, from + i, r);
        System.arraycopy(r, 0, positions, from + i, 3);
        transform(s.deformation, positions, from + i, r);
      }
      System.arraycopy(r, 0, positions, from + i, 3);
    }
    Constraints.projectStep(batch, system, displacement);
    for (int i = 0; i < n; i++) {
      positions[from + i] += displacement[i];
    }
  }

  /** Scales a step so that no atom and no row of the cell moves by more than a bound. */
  static void bound(double[] step, int size, double maxStep) {
    double longest = Figures.largestRow(step, 0, size / 3);
    if (longest >= maxStep) {
      double scale = maxStep / longest;
      for (int i = 0; i < size; i++) {
        step[i] *= scale;
      }
    }
  }

  static void transform(double[] m, double[] v, int o, double[] out) {
    double x = v[o];
    double y = v[o + 1];
    double z = v[o + 2];
    for (int k = 0; k < 3; k++) {
      out[k] = m[3 * k] * x + m[3 * k + 1] * y + m[3 * k + 2] * z;
    }
  }
}
