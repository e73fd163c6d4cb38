package dev.lehr.simulation.analysis.match;

import dev.lehr.simulation.linalg.Matrix3;
import java.util.ArrayList;
import java.util.List;

/** Bases of one lattice that look like another lattice's. */
final class LatticeMappings {

  private LatticeMappings() {}

  /**
   * All bases of {@code from} whose lengths and angles are those of {@code to} within tolerances,
   * turned and mirrored ones among them.
   *
   * @param lengths largest relative difference of a length
   * @param angles largest difference of an angle, degrees
   */
  static List<double[]> of(double[] from, double[] to, double lengths, double angles) {
    List<List<double[]>> candidates = new ArrayList<>();
    for (int k = 0; k < 3; k++) {
      candidates.add(vectors(from, Rows.length(Rows.row(to, k)), lengths));
    }
    double ab = Rows.angle(Rows.row(to, 0), Rows.row(to, 1));
    double ac = Rows.angle(Rows.row(to, 0), Rows.row(to, 2));
    double bc = Rows.angle(Rows.row(to, 1), Rows.row(to, 2));
    double volume = Rows.volume(from);
    List<double[]> found = new ArrayList<>();
    for (double[] a : candidates.get(0)) {
      for (double[] b : candidates.get(1)) {
        if (Math.abs(Rows.angle(a, b) - ab) > angles) {
          continue;
        }
        for (double[] c : candidates.get(2)) {
          double[] rows = {a[0], a[1], a[2], b[0], b[1], b[2], c[0], c[1], c[2]};
          if (Math.abs(Rows.angle(a, c) - ac) <= angles
              && Math.abs(Rows.angle(b, c) - bc) <= angles
              && Math.abs(Rows.volume(rows) / volume - 1) < 0.5) {
            found.add(rows);
          }
        }
      }
    }
    return found;
  }

  private static List<double[]> vectors(double[] rows, double length, double tolerance) {
    double most = length * (1 + tolerance);
    double[] inverse = Matrix3.inverse(rows);
    int[] reach = new int[3];
    for (int k = 0; k < 3; k++) {
      double[] normal = {inverse[k], inverse[3 + k], inverse[6 + k]};
      reach[k] = (int) Math.floor(most * Rows.length(normal) + 1e-9);
    }
    List<double[]> found = new ArrayList<>();
    for (int i = -reach[0]; i <= reach[0]; i++) {
      for (int j = -reach[1]; j <= reach[1]; j++) {
        for (int k = -reach[2]; k <= reach[2]; k++) {
          double[] v = Rows.times(new double[] {i, j, k}, rows);
          double ratio = Rows.length(v) / length;
          if (ratio < 1 + tolerance && ratio > 1 / (1 + tolerance)) {
            found.add(v);
          }
        }
      }
    }
    return found;
  }
}
