package dev.lehr.simulation.analysis.elastic;

import java.util.List;

/** The six components of a symmetric tensor: xx, yy, zz, yz, xz, xy. */
public final class Voigt {

  /** Their names, in order. */
  public static final List<String> NAMES = List.of("xx", "yy", "zz", "yz", "xz", "xy");

  static final int[] ROW = {0, 1, 2, 1, 0, 0};
  static final int[] COLUMN = {0, 1, 2, 2, 2, 1};

  private Voigt() {}

  /** Six components of a stress, 3x3 row-major; the mean of what stands across the diagonal. */
  public static double[] ofStress(double[] stress) {
    double[] six = new double[6];
    for (int k = 0; k < 6; k++) {
      six[k] = 0.5 * (stress[3 * ROW[k] + COLUMN[k]] + stress[3 * COLUMN[k] + ROW[k]]);
    }
    return six;
  }

  /**
   * The deformation 1 + strain, 3x3 row-major, for one strain of Voigt: a shear is shared by both
   * sides of the diagonal.
   */
  static double[] symmetricGradient(int component, double strain) {
    double[] f = {1, 0, 0, 0, 1, 0, 0, 0, 1};
    double half = 0.5 * strain;
    f[3 * ROW[component] + COLUMN[component]] += half;
    f[3 * COLUMN[component] + ROW[component]] += half;
    return f;
  }
}
