package dev.lehr.simulation.analysis.phonons;

import dev.lehr.simulation.linalg.Matrix3;
import java.util.ArrayList;
import java.util.List;

/**
 * From an atom of the cell to an atom of the supercell: the shortest way, and all ways that are as
 * short, around the borders of the supercell.
 */
final class Images {

  /** Ways that differ by less are equally short, angstrom. */
  private static final double SAME = 1e-5;

  private final double[] inverse;
  private final double[] lattice;
  private final double[] reach;
  private final double[] toCell;

  Images(Supercell supercell) {
    lattice = supercell.cell();
    inverse = Matrix3.inverse(lattice);
    reach = Supercell.heights(lattice);
    toCell = Matrix3.inverse(supercell.parent().cell().orElseThrow());
  }

  /** The shortest ways, each 3 numbers in units of the cell's lattice vectors. */
  List<double[]> shortest(double x, double y, double z) {
    double[] f = times(new double[] {x, y, z}, inverse);
    for (int k = 0; k < 3; k++) {
      f[k] -= Math.rint(f[k]);
    }
    double bound = length(times(f, lattice)) + SAME;
    List<double[]> found = new ArrayList<>();
    double least = bound;
    for (double i : shifts(f[0], bound / reach[0])) {
      for (double j : shifts(f[1], bound / reach[1])) {
        for (double k : shifts(f[2], bound / reach[2])) {
          double[] way = times(new double[] {i, j, k}, lattice);
          least = Math.min(least, length(way));
          found.add(way);
        }
      }
    }
    double limit = least + SAME;
    return found.stream().filter(w -> length(w) <= limit).map(w -> times(w, toCell)).toList();
  }

  /** All of f, f + 1, f - 1, ... that are not longer than the bound. */
  private static double[] shifts(double f, double bound) {
    int most = (int) Math.floor(bound - f);
    int least = (int) Math.ceil(-bound - f);
    double[] shifts = new double[Math.max(0, most - least + 1)];
    for (int k = 0; k < shifts.length; k++) {
      shifts[k] = f + least + k;
    }
    return shifts;
  }

  private static double[] times(double[] row, double[] m) {
    double[] out = new double[3];
    for (int c = 0; c < 3; c++) {
      out[c] = row[0] * m[c] + row[1] * m[3 + c] + row[2] * m[6 + c];
    }
    return out;
  }

  private static double length(double[] v) {
    return Math.sqrt(v[0] * v[0] + v[1] * v[1] + v[2] * v[2]);
  }
}
