package dev.lehr.activities.reports;

import dev.lehr.simulation.state.SimState;

/** Conventional lattice constants of a relaxed prototype, angstrom. */
final class LatticeOf {

  private LatticeOf() {}

  /**
   * The cubic constant from the volume per conventional cell; for A3 a and c.
   *
   * @param prototype its key
   * @param state the relaxed system, a primitive or conventional cell, no supercell along c for A3
   */
  static double[] prototype(String prototype, SimState state) {
    double perAtom = Math.abs(state.volume(0)) / state.nAtoms();
    return switch (prototype) {
      case "A1" -> cubic(4 * perAtom);
      case "A2" -> cubic(2 * perAtom);
      case "A3" -> hexagonal(state, perAtom);
      case "A4", "A15" -> cubic(8 * perAtom);
      default -> cubic(perAtom);
    };
  }

  private static double[] cubic(double volume) {
    return new double[] {StrictMath.cbrt(volume)};
  }

  /**
   * Two atoms a layer pair: c is the height of the cell over the plane of its first two vectors.
   */
  private static double[] hexagonal(SimState state, double perAtom) {
    double[] m = state.cell();
    double x = m[1] * m[5] - m[2] * m[4];
    double y = m[2] * m[3] - m[0] * m[5];
    double z = m[0] * m[4] - m[1] * m[3];
    double area = Math.sqrt(x * x + y * y + z * z);
    double c = Math.abs(state.volume(0)) / area;
    double a = Math.sqrt(2 * perAtom / c * 2 / Math.sqrt(3));
    return new double[] {a, c};
  }
}
