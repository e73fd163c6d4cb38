package dev.lehr.simulation.analysis.bands;

/**
 * Scalar products of three lattice vectors, angstrom^2.
 *
 * @param aa of the first with itself
 * @param bb of the second with itself
 * @param cc of the third with itself
 * @param bc of the second and the third
 * @param ac of the first and the third
 * @param ab of the first and the second
 */
record Metric(double aa, double bb, double cc, double bc, double ac, double ab) {

  /** Relative to the vectors' lengths: what a tight relaxation leaves is far smaller. */
  private static final double SAME = 1e-3;

  private double scale() {
    return SAME * Math.max(aa, Math.max(bb, cc));
  }

  /** Whether two products are the same within the tolerance. */
  boolean same(double x, double y) {
    return Math.abs(x - y) <= scale();
  }

  /** Whether one is smaller, beyond the tolerance. */
  boolean smaller(double x, double y) {
    return x < y - scale();
  }

  boolean isEqualSided() {
    return same(aa, bb) && same(bb, cc);
  }

  boolean isRectangular() {
    return same(ab, 0) && same(ac, 0) && same(bc, 0);
  }

  boolean isEqualAngled() {
    return same(ab, ac) && same(ac, bc);
  }
}
