package dev.lehr.simulation.model;

/**
 * Cubic pieces through equidistant points with slopes by finite differences of five points: the
 * splines of LAMMPS's EAM styles ({@code PairEAM::interpolate} in pair_eam.cpp), so that numbers
 * agree with LAMMPS's on the same table.
 */
final class CubicTable {

  /** Coefficients of a piece in the local coordinate 0..1, of the power 0 first. */
  static final int WIDTH = 4;

  private CubicTable() {}

  /** The pieces of a function given at {@code f.length} points. */
  static double[] of(double[] f) {
    int n = f.length;
    double[] slope = new double[n];
    slope[0] = f[1] - f[0];
    slope[1] = 0.5 * (f[2] - f[0]);
    slope[n - 2] = 0.5 * (f[n - 1] - f[n - 3]);
    slope[n - 1] = f[n - 1] - f[n - 2];
    for (int k = 2; k < n - 2; k++) {
      slope[k] = ((f[k - 2] - f[k + 2]) + 8 * (f[k + 1] - f[k - 1])) / 12;
    }
    double[] c = new double[WIDTH * (n - 1)];
    for (int k = 0; k < n - 1; k++) {
      int at = WIDTH * k;
      c[at] = f[k];
      c[at + 1] = slope[k];
      c[at + 2] = 3 * (f[k + 1] - f[k]) - 2 * slope[k] - slope[k + 1];
      c[at + 3] = slope[k] + slope[k + 1] - 2 * (f[k + 1] - f[k]);
    }
    return c;
  }

  /** Value of the piece that begins at {@code o}, at the local coordinate x. */
  static double value(double[] c, int o, double x) {
    return ((c[o + 3] * x + c[o + 2]) * x + c[o + 1]) * x + c[o];
  }

  /** Slope by the local coordinate; over the distance of points by the variable. */
  static double slope(double[] c, int o, double x) {
    return (3 * c[o + 3] * x + 2 * c[o + 2]) * x + c[o + 1];
  }
}
