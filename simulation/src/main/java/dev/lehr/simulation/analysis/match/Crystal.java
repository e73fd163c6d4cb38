package dev.lehr.simulation.analysis.match;

import dev.lehr.simulation.linalg.Matrix3;
import dev.lehr.simulation.structure.Structure;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Atoms in a reduced cell.
 *
 * @param rows lattice vectors, angstrom
 * @param numbers atomic numbers
 * @param places in lattice coordinates
 */
record Crystal(double[] rows, int[] numbers, List<double[]> places) {

  private static final double VOLUME_AGREES = 0.05;

  int atoms() {
    return numbers.length;
  }

  /** In a reduced cell of the same volume. */
  static Crystal of(Structure structure) {
    double[] positions = structure.positions();
    List<double[]> cartesian = new ArrayList<>();
    for (int i = 0; i < positions.length; i += 3) {
      cartesian.add(new double[] {positions[i], positions[i + 1], positions[i + 2]});
    }
    double[] rows = Rows.reduced(structure.cell().orElseThrow());
    return in(rows, structure.atomicNumbers(), cartesian);
  }

  private static Crystal in(double[] rows, int[] numbers, List<double[]> cartesian) {
    double[] inverse = Matrix3.inverse(rows);
    return new Crystal(rows, numbers, cartesian.stream().map(p -> Rows.times(p, inverse)).toList());
  }

  Crystal scaled(double factor) {
    double[] scaled = rows.clone();
    for (int k = 0; k < 9; k++) {
      scaled[k] *= factor;
    }
    return new Crystal(scaled, numbers, places);
  }

  /** The same atoms by other vectors of the same lattice. */
  Crystal by(double[] otherRows) {
    return in(otherRows, numbers, places.stream().map(p -> Rows.times(p, rows)).toList());
  }

  /** The element that has the fewest atoms, the lightest of such. */
  int rarest() {
    Map<Integer, Integer> counts = new HashMap<>();
    for (int z : numbers) {
      counts.merge(z, 1, Integer::sum);
    }
    return counts.entrySet().stream()
        .min(Map.Entry.<Integer, Integer>comparingByValue().thenComparing(Map.Entry::getKey))
        .orElseThrow()
        .getKey();
  }

  /**
   * The smallest cell that makes the same crystal.
   *
   * @param tolerance how far an atom may lie from where a translation puts another, angstrom
   */
  Crystal primitive(double tolerance) {
    List<double[]> translations = translations(tolerance);
    if (translations.size() == 1) {
      return this;
    }
    double[] smaller = basis(translations);
    double expected = Rows.volume(rows) / translations.size();
    if (Math.abs(Rows.volume(smaller) / expected - 1) > VOLUME_AGREES) {
      return this;
    }
    Crystal folded = by(smaller).withoutRepeats(2 * tolerance);
    return folded.atoms() * translations.size() == atoms() ? folded : this;
  }

  /** Translations within the cell that put each atom on one of its kind, zero among them. */
  private List<double[]> translations(double tolerance) {
    int rare = rarest();
    int first = 0;
    while (numbers[first] != rare) {
      first++;
    }
    List<double[]> found = new ArrayList<>();
    found.add(new double[3]);
    for (int k = 0; k < atoms(); k++) {
      if (numbers[k] == rare && k != first) {
        // The two atoms that suggest a translation are out of place themselves.
        refined(minus(places.get(k), places.get(first)), 2 * tolerance)
            .flatMap(t -> refined(t, tolerance))
            .ifPresent(found::add);
      }
    }
    return found;
  }

  /** The translation that fits all atoms best, near one that puts each on one of its kind. */
  private Optional<double[]> refined(double[] t, double tolerance) {
    double[] rest = new double[3];
    for (int i = 0; i < atoms(); i++) {
      double[] nearest = nearest(numbers[i], plus(places.get(i), t));
      if (Rows.length(nearest) >= tolerance) {
        return Optional.empty();
      }
      rest = plus(rest, nearest);
    }
    double n = atoms();
    double[] mean = Rows.times(new double[] {rest[0] / n, rest[1] / n, rest[2] / n}, inverse());
    return Optional.of(plus(t, mean));
  }

  private double[] inverse() {
    return Matrix3.inverse(rows);
  }

  /** The way from a place to the nearest atom of an element, Cartesian. */
  private double[] nearest(int number, double[] at) {
    double[] best = {Double.POSITIVE_INFINITY, 0, 0};
    for (int j = 0; j < atoms(); j++) {
      if (numbers[j] == number) {
        double[] way = Rows.shortest(minus(places.get(j), at), rows);
        if (Rows.dot(way, way) < Rows.dot(best, best)) {
          best = way;
        }
      }
    }
    return best;
  }

  /** The three shortest independent vectors: in three dimensions they are a basis. */
  private double[] basis(List<double[]> translations) {
    List<double[]> all = new ArrayList<>();
    for (double[] t : translations) {
      double[] f = {t[0] - Math.rint(t[0]), t[1] - Math.rint(t[1]), t[2] - Math.rint(t[2])};
      for (int n = 0; n < 27; n++) {
        int i = n / 9;
        int j = n / 3 % 3;
        int k = n % 3;
        all.add(Rows.times(new double[] {f[0] + i - 1, f[1] + j - 1, f[2] + k - 1}, rows));
      }
    }
    all.sort(Comparator.comparingDouble(Rows::length));
    // The three shortest are at 60 degrees or more; what is nearly along another is its negative.
    double least = 0.5 * Rows.volume(rows) / translations.size();
    double[] a = all.stream().filter(v -> Rows.length(v) > 1e-3).findFirst().orElseThrow();
    double[] b =
        all.stream()
            .filter(v -> Rows.length(v) > 1e-3)
            .filter(v -> StrictMath.sin(StrictMath.toRadians(Rows.angle(a, v))) > 0.5)
            .findFirst()
            .orElseThrow();
    double[] c =
        all.stream().filter(v -> Rows.volume(join(a, b, v)) > least).findFirst().orElseThrow();
    return Rows.reduced(join(a, b, c));
  }

  private static double[] join(double[] a, double[] b, double[] c) {
    return new double[] {a[0], a[1], a[2], b[0], b[1], b[2], c[0], c[1], c[2]};
  }

  /** One atom, at the mean place, for each heap of atoms of an element. */
  private Crystal withoutRepeats(double tolerance) {
    List<Integer> kept = new ArrayList<>();
    List<double[]> means = new ArrayList<>();
    boolean[] taken = new boolean[atoms()];
    for (int i = 0; i < atoms(); i++) {
      if (taken[i]) {
        continue;
      }
      double[] rest = new double[3];
      int heap = 0;
      for (int j = i; j < atoms(); j++) {
        double[] way = Rows.shortest(minus(places.get(j), places.get(i)), rows);
        if (!taken[j] && numbers[j] == numbers[i] && Rows.length(way) < tolerance) {
          taken[j] = true;
          rest = plus(rest, way);
          heap++;
        }
      }
      double[] mean = {rest[0] / heap, rest[1] / heap, rest[2] / heap};
      kept.add(numbers[i]);
      means.add(plus(places.get(i), Rows.times(mean, inverse())));
    }
    return new Crystal(rows, kept.stream().mapToInt(Integer::intValue).toArray(), means);
  }

  static double[] plus(double[] a, double[] b) {
    return new double[] {a[0] + b[0], a[1] + b[1], a[2] + b[2]};
  }

  static double[] minus(double[] a, double[] b) {
    return new double[] {a[0] - b[0], a[1] - b[1], a[2] - b[2]};
  }
}
