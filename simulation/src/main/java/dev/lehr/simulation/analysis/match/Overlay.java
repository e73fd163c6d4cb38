package dev.lehr.simulation.analysis.match;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.IntStream;

/** One crystal laid on another, both at volume 1 an atom, in cells that look alike. */
final class Overlay {

  private final Crystal a;
  private final Crystal b;
  private final double[] rows;
  private final List<int[]> ofA = new ArrayList<>();
  private final List<int[]> ofB = new ArrayList<>();

  Overlay(Crystal a, Crystal b) {
    this.a = a;
    this.b = b;
    rows = Rows.mean(a.rows(), b.rows());
    for (int z : IntStream.of(a.numbers()).distinct().toArray()) {
      ofA.add(indices(a, z));
      ofB.add(indices(b, z));
    }
  }

  private static int[] indices(Crystal crystal, int z) {
    return IntStream.range(0, crystal.atoms()).filter(i -> crystal.numbers()[i] == z).toArray();
  }

  /**
   * Tries all translations that lay one atom of the rarest element on another of it.
   *
   * @return the largest distance of two atoms under the first that keeps it below the limit
   */
  OptionalDouble within(double limit) {
    int rare = a.rarest();
    int[] mine = indices(a, rare);
    for (int other : indices(b, rare)) {
      double[] shift = Crystal.minus(a.places().get(mine[0]), b.places().get(other));
      // One atom lies on its partner, so the mean is within the limit of zero if all are of it.
      double largest = largestDistance(shift, 4 * limit * limit);
      if (largest <= limit) {
        return OptionalDouble.of(largest);
      }
    }
    return OptionalDouble.empty();
  }

  /**
   * The largest distance under a translation.
   *
   * @param tooFar square of the distance of an atom from all of its kind that ends the search
   */
  private double largestDistance(double[] shift, double tooFar) {
    List<double[]> ways = new ArrayList<>();
    for (int kind = 0; kind < ofA.size(); kind++) {
      int[] mine = ofA.get(kind);
      int[] theirs = ofB.get(kind);
      if (mine.length != theirs.length) {
        return Double.POSITIVE_INFINITY;
      }
      double[][] cost = new double[mine.length][mine.length];
      double[][][] way = new double[mine.length][mine.length][];
      for (int i = 0; i < mine.length; i++) {
        for (int j = 0; j < mine.length; j++) {
          way[i][j] = way(mine[i], theirs[j], shift);
          cost[i][j] = Rows.dot(way[i][j], way[i][j]);
        }
        if (Arrays.stream(cost[i]).min().orElse(0) > tooFar) {
          return Double.POSITIVE_INFINITY;
        }
      }
      int[] partner = Assignment.least(cost);
      for (int i = 0; i < mine.length; i++) {
        ways.add(way[i][partner[i]]);
      }
    }
    return spread(ways);
  }

  private double[] way(int i, int j, double[] shift) {
    double[] there = b.places().get(j);
    double[] here = a.places().get(i);
    double[] f = new double[3];
    for (int k = 0; k < 3; k++) {
      f[k] = there[k] + shift[k] - here[k];
    }
    return Rows.shortest(f, rows);
  }

  /** The largest distance after the mean of the ways, a translation, is taken off. */
  private static double spread(List<double[]> ways) {
    double[] mean = new double[3];
    for (double[] way : ways) {
      for (int k = 0; k < 3; k++) {
        mean[k] += way[k] / ways.size();
      }
    }
    return ways.stream().mapToDouble(w -> Rows.length(Crystal.minus(w, mean))).max().orElse(0);
  }
}
