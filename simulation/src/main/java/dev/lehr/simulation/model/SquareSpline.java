package dev.lehr.simulation.model;

import java.util.function.DoubleFunction;

/**
 * A function of distance r tabulated in s = r^2: quintic Hermite pieces that take value, first and
 * second derivative from the formula at both ends of each interval.
 *
 * <p>In s neither a square root nor a division is needed, and the force is 2 f'(s) d. The slope
 * that is used is the exact derivative of the pieces. All splines of one {@link Grid} share the
 * place of an s, so that it is found once for several functions.
 */
final class SquareSpline {

  /** Numbers for each interval: coefficients of a quintic in the local coordinate 0..1. */
  static final int WIDTH = 6;

  private SquareSpline() {}

  /** Equal intervals in s from {@code from} to {@code to}, square angstrom. */
  record Grid(double from, double to, int intervals) {
    /** Intervals for each square angstrom. */
    double perUnit() {
      return intervals / (to - from);
    }

    /** The s of a node. */
    double node(int k) {
      return k == intervals ? to : from + (to - from) * k / intervals;
    }
  }

  /** The coefficients of all intervals, one behind another. */
  static double[] tabulate(Grid grid, DoubleFunction<Jet> functionOfDistance) {
    double h = (grid.to() - grid.from()) / grid.intervals();
    double[] c = new double[WIDTH * grid.intervals()];
    Jet left = at(grid, 0, functionOfDistance);
    for (int k = 0; k < grid.intervals(); k++) {
      Jet right = at(grid, k + 1, functionOfDistance);
      double d0 = left.first() * h;
      double d1 = right.first() * h;
      double e0 = left.second() * h * h / 2;
      double e1 = right.second() * h * h / 2;
      double rest = right.value() - left.value() - d0 - e0;
      double restSlope = d1 - d0 - 2 * e0;
      double restCurve = e1 - e0;
      int at = WIDTH * k;
      c[at] = left.value();
      c[at + 1] = d0;
      c[at + 2] = e0;
      c[at + 3] = 10 * rest - 4 * restSlope + restCurve;
      c[at + 4] = -15 * rest + 7 * restSlope - 2 * restCurve;
      c[at + 5] = 6 * rest - 3 * restSlope + restCurve;
      left = right;
    }
    return c;
  }

  private static Jet at(Grid grid, int k, DoubleFunction<Jet> functionOfDistance) {
    double r = Math.sqrt(grid.node(k));
    return functionOfDistance.apply(r).inSquareOf(r);
  }

  /** Value of the piece that begins at {@code o}, at the local coordinate x. */
  static double value(double[] c, int o, double x) {
    return c[o] + x * (c[o + 1] + x * (c[o + 2] + x * (c[o + 3] + x * (c[o + 4] + x * c[o + 5]))));
  }

  /** Slope by the local coordinate; times {@link Grid#perUnit()} by s. */
  static double slope(double[] c, int o, double x) {
    return c[o + 1]
        + x * (2 * c[o + 2] + x * (3 * c[o + 3] + x * (4 * c[o + 4] + x * (5 * c[o + 5]))));
  }
}
