package dev.lehr.activities.reports;

import dev.lehr.simulation.neighbors.NeighborList;
import dev.lehr.simulation.prototypes.Prototype;
import dev.lehr.simulation.state.SimState;

/** Conventional lattice constants of a relaxed prototype, angstrom, whichever cell describes it. */
final class LatticeOf {

  private LatticeOf() {}

  /**
   * The cubic constant from the volume per conventional cell. For A3 a and c: a is the mean
   * distance of the neighbours in the close-packed planes, which are those of the first shell that
   * have another one opposite; c follows from a and the volume of two atoms.
   *
   * @param prototype what the system is
   * @param state the relaxed system
   */
  static double[] prototype(Prototype prototype, SimState state) {
    double perAtom = Math.abs(state.volume(0)) / state.nAtoms();
    return switch (prototype) {
      case A1 -> cubic(4 * perAtom);
      case A2 -> cubic(2 * perAtom);
      case A3 -> hexagonal(state, perAtom);
      case A4, A15 -> cubic(8 * perAtom);
      default -> cubic(perAtom);
    };
  }

  private static double[] cubic(double volume) {
    return new double[] {StrictMath.cbrt(volume)};
  }

  private static double[] hexagonal(SimState state, double perAtom) {
    // Between the first and the second shell, for ideal c/a halfway.
    double cutoff = 1.355 * StrictMath.cbrt(perAtom);
    NeighborList list = NeighborList.of(state, 0, cutoff);
    double[] shifts = list.shiftVectors(state.cell(), 0, new double[0]);
    double sum = 0;
    int count = 0;
    for (int i = 0; i < list.nAtoms(); i++) {
      double[][] shell = shell(state.positions(), list, shifts, i);
      for (double[] d : shell) {
        if (hasOpposite(d, shell)) {
          sum += Math.sqrt(square(d[0], d[1], d[2]));
          count++;
        }
      }
    }
    double a = sum / count;
    return new double[] {a, 4 * perAtom / (a * a * Math.sqrt(3))};
  }

  private static double[][] shell(double[] x, NeighborList list, double[] shifts, int i) {
    int from = list.starts()[i];
    double[][] shell = new double[list.starts()[i + 1] - from][3];
    for (int k = 0; k < shell.length; k++) {
      for (int c = 0; c < 3; c++) {
        shell[k][c] =
            x[3 * list.neighbors()[from + k] + c]
                - x[3 * i + c]
                + shifts[3 * list.shiftIds()[from + k] + c];
      }
    }
    return shell;
  }

  /** Out of the plane, the next best is 0.58 of the distance away from the opposite point. */
  private static boolean hasOpposite(double[] d, double[][] shell) {
    double near = 0.09 * square(d[0], d[1], d[2]);
    for (double[] e : shell) {
      if (square(d[0] + e[0], d[1] + e[1], d[2] + e[2]) < near) {
        return true;
      }
    }
    return false;
  }

  private static double square(double x, double y, double z) {
    return x * x + y * y + z * z;
  }
}
