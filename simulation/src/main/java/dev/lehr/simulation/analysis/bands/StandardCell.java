package dev.lehr.simulation.analysis.bands;

import dev.lehr.simulation.analysis.match.Rows;
import dev.lehr.simulation.linalg.Matrix3;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * The standard primitive vectors of the lattice of a cell, as sums of the cell's vectors. Only
 * scalar products are looked at, so that it does not matter which primitive cell of the lattice it
 * is, or how it is turned.
 *
 * @param type the lattice
 * @param sums three rows of whole numbers: the standard vectors are they times the cell's rows
 * @param metric of the standard vectors
 */
record StandardCell(LatticeType type, int[] sums, Metric metric) {

  /** Enough to get from a reduced basis to the standard one. */
  private static final int REACH = 2;

  /** A lattice vector: what it is a sum of, and where it points. */
  private record Vector(int[] sum, double[] way) {}

  /**
   * Recognises the lattice of a cell; empty where it is none that has special points here.
   *
   * @param cell 9 numbers, rows, angstrom
   */
  static Optional<StandardCell> of(double[] cell) {
    List<Vector> vectors = vectors(cell);
    LatticeType[] types = LatticeType.values();
    int least = types.length;
    Optional<StandardCell> found = Optional.empty();
    // Of the first lattice that has any, the first three vectors.
    for (Vector a : vectors) {
      for (Vector b : vectors) {
        for (Vector c : vectors) {
          if (Math.abs(determinant(a.sum(), b.sum(), c.sum())) != 1) {
            continue;
          }
          Metric metric = metric(a.way(), b.way(), c.way());
          for (int type = 0; type < least; type++) {
            if (types[type].fits(metric)) {
              least = type;
              found = Optional.of(new StandardCell(types[type], sums(a, b, c), metric));
            }
          }
          if (least == 0) {
            return found;
          }
        }
      }
    }
    return found;
  }

  private static int[] sums(Vector a, Vector b, Vector c) {
    int[] sums = new int[9];
    System.arraycopy(a.sum(), 0, sums, 0, 3);
    System.arraycopy(b.sum(), 0, sums, 3, 3);
    System.arraycopy(c.sum(), 0, sums, 6, 3);
    return sums;
  }

  private static Metric metric(double[] a, double[] b, double[] c) {
    return new Metric(
        Rows.dot(a, a),
        Rows.dot(b, b),
        Rows.dot(c, c),
        Rows.dot(b, c),
        Rows.dot(a, c),
        Rows.dot(a, b));
  }

  /** Short lattice vectors, the cell's own first, so that a standard cell stays as it is. */
  private static List<Vector> vectors(double[] cell) {
    double[] reduced = Rows.reduced(cell);
    double[] toCell = Matrix3.multiply(reduced, Matrix3.inverse(cell));
    List<Vector> vectors = new ArrayList<>();
    for (int i = -REACH; i <= REACH; i++) {
      for (int j = -REACH; j <= REACH; j++) {
        for (int k = -REACH; k <= REACH; k++) {
          double[] n = {i, j, k};
          double[] sum = Rows.times(n, toCell);
          int[] whole = Arrays.stream(sum).mapToInt(x -> (int) Math.rint(x)).toArray();
          if (i != 0 || j != 0 || k != 0) {
            vectors.add(new Vector(whole, Rows.times(n, reduced)));
          }
        }
      }
    }
    vectors.sort(
        Comparator.comparingInt((Vector v) -> size(v))
            .thenComparing(v -> -v.sum()[0])
            .thenComparing(v -> -v.sum()[1])
            .thenComparing(v -> -v.sum()[2]));
    return vectors;
  }

  private static int size(Vector v) {
    int[] s = v.sum();
    return s[0] * s[0] + s[1] * s[1] + s[2] * s[2];
  }

  private static int determinant(int[] a, int[] b, int[] c) {
    return a[0] * (b[1] * c[2] - b[2] * c[1])
        - a[1] * (b[0] * c[2] - b[2] * c[0])
        + a[2] * (b[0] * c[1] - b[1] * c[0]);
  }

  SpecialPoints points() {
    return type.points(metric);
  }

  /**
   * A wave vector in reciprocal vectors of the standard cell by those of the cell. With standard
   * vectors P = S A the coordinates are inverse(S) times the others.
   */
  double[] inCell(double[] q) {
    double[] s = Arrays.stream(sums).asDoubleStream().toArray();
    double[] inverse = Matrix3.inverse(s);
    double[] out = new double[3];
    for (int k = 0; k < 3; k++) {
      out[k] = inverse[3 * k] * q[0] + inverse[3 * k + 1] * q[1] + inverse[3 * k + 2] * q[2] + 0.0;
    }
    return out;
  }
}
