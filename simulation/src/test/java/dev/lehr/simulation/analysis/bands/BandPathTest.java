package dev.lehr.simulation.analysis.bands;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.lehr.simulation.analysis.Deformation;
import dev.lehr.simulation.analysis.Materials;
import dev.lehr.simulation.analysis.match.Rows;
import dev.lehr.simulation.analysis.phonons.FiniteDisplacements;
import dev.lehr.simulation.analysis.phonons.Phonons;
import dev.lehr.simulation.linalg.Matrix3;
import dev.lehr.simulation.run.Execution;
import dev.lehr.simulation.structure.Structure;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class BandPathTest {

  private static final double A = 3.6;

  /** Primitive cells, the lattice that they are of, and how many segments its way has. */
  static Stream<Arguments> lattices() {
    double h = A / 2;
    double s = A * Math.sqrt(3) / 2;
    return Stream.of(
        Arguments.of(LatticeType.CUB, new double[] {A, 0, 0, 0, A, 0, 0, 0, A}, 6),
        Arguments.of(LatticeType.FCC, new double[] {0, h, h, h, 0, h, h, h, 0}, 10),
        Arguments.of(LatticeType.BCC, new double[] {-h, h, h, h, -h, h, h, h, -h}, 6),
        Arguments.of(LatticeType.HEX, new double[] {A, 0, 0, -h, s, 0, 0, 0, 1.6 * A}, 9),
        Arguments.of(LatticeType.HEX, new double[] {A, 0, 0, h, s, 0, 0, 0, 0.4 * A}, 9),
        Arguments.of(LatticeType.TET, new double[] {A, 0, 0, 0, A, 0, 0, 0, 1.3 * A}, 9),
        Arguments.of(LatticeType.TET, new double[] {A, 0, 0, 0, 0.8 * A, 0, 0, 0, A}, 9),
        Arguments.of(LatticeType.BCT, centred(0.6), 9),
        Arguments.of(LatticeType.BCT, centred(1.25), 11),
        Arguments.of(LatticeType.BCT, centred(3.1), 11),
        Arguments.of(LatticeType.RHL, rhombohedral(0.6), 9),
        Arguments.of(LatticeType.RHL, rhombohedral(0.2), 9),
        Arguments.of(LatticeType.RHL, rhombohedral(-0.2), 9),
        Arguments.of(LatticeType.RHL, rhombohedral(-0.45), 9),
        Arguments.of(LatticeType.ORC, new double[] {A, 0, 0, 0, 2 * A, 0, 0, 0, 1.4 * A}, 12));
  }

  /** Body-centred tetragonal, in vectors that are not the standard ones. */
  private static double[] centred(double ratio) {
    double c = ratio * A;
    return new double[] {A, 0, 0, 0, A, 0, A / 2, A / 2, c / 2};
  }

  /** Three vectors of one length with one cosine between them. */
  private static double[] rhombohedral(double cosine) {
    double y = Math.sqrt(1 - cosine * cosine);
    double yz = (cosine - cosine * cosine) / y;
    double z = Math.sqrt(1 - cosine * cosine - yz * yz);
    return new double[] {A, 0, 0, A * cosine, A * y, 0, A * cosine, A * yz, A * z};
  }

  private static Structure crystal(double[] cell) {
    return Materials.crystal("Cu", cell, new double[][] {{0, 0, 0}});
  }

  private static double[] cartesian(double[] cell, double[] q) {
    return Rows.times(q, Matrix3.transpose(Matrix3.inverse(cell)));
  }

  /** Places by label, Cartesian, 1/angstrom. */
  private static Map<String, double[]> places(double[] cell, BandPath path) {
    Map<String, double[]> places = new LinkedHashMap<>();
    for (BandPath.Segment s : path.segments()) {
      places.put(s.fromLabel(), cartesian(cell, s.from()));
      places.put(s.toLabel(), cartesian(cell, s.to()));
    }
    return places;
  }

  private static Map<String, Double> radii(double[] cell) {
    Map<String, Double> radii = new TreeMap<>();
    places(cell, BandPath.of(crystal(cell)))
        .forEach((label, q) -> radii.put(label, Rows.length(q)));
    return radii;
  }

  /** Another basis of the same lattice. */
  private static double[] mixed(double[] cell, Random random) {
    double[] rows = cell.clone();
    for (int k = 0; k < 4; k++) {
      int i = random.nextInt(3);
      int j = (i + 1 + random.nextInt(2)) % 3;
      int sign = random.nextBoolean() ? 1 : -1;
      for (int c = 0; c < 3; c++) {
        rows[3 * i + c] += sign * rows[3 * j + c];
      }
    }
    return rows;
  }

  private static double[] turned(double[] cell, double angle) {
    double c = Math.cos(angle);
    double s = Math.sin(angle);
    double[] first = {c, s, 0, -s, c, 0, 0, 0, 1};
    double[] second = {1, 0, 0, 0, c, s, 0, -s, c};
    return Matrix3.multiply(Matrix3.multiply(cell, first), second);
  }

  @ParameterizedTest
  @MethodSource("lattices")
  void aLatticeIsRecognisedInAnyPrimitiveCellHoweverItIsTurned(
      LatticeType type, double[] cell, int segments) {
    Map<String, Double> expected = radii(cell);
    Random random = new Random(5);
    for (int k = 0; k < 12; k++) {
      double[] other = turned(mixed(cell, random), 0.7 * k);
      BandPath path = BandPath.of(crystal(other));
      assertThat(path.lattice()).contains(type);
      assertThat(path.warnings()).isEmpty();
      assertThat(path.segments()).hasSize(segments);
      Map<String, Double> found = radii(other);
      assertThat(found.keySet()).isEqualTo(expected.keySet());
      expected.forEach(
          (label, radius) ->
              assertThat(found.get(label)).as(label).isCloseTo(radius, within(1e-9)));
    }
  }

  /** No reciprocal lattice vector is nearer than the zone's centre, and one is as near. */
  @ParameterizedTest
  @MethodSource("lattices")
  void specialPointsLieOnTheFacesOfTheBrillouinZone(LatticeType type, double[] cell, int segments) {
    double[] reciprocal = Rows.reduced(Matrix3.transpose(Matrix3.inverse(cell)));
    places(cell, BandPath.of(crystal(cell)))
        .forEach(
            (label, q) -> {
              double nearest = Double.POSITIVE_INFINITY;
              for (int n = 1; n < 343; n++) {
                double[] g =
                    Rows.times(new double[] {n / 49 - 3, n / 7 % 7 - 3, n % 7 - 3}, reciprocal);
                if (Rows.length(g) > 1e-9) {
                  double[] d = {q[0] - g[0], q[1] - g[1], q[2] - g[2]};
                  nearest = Math.min(nearest, Rows.length(d));
                }
              }
              if (label.equals("Γ")) {
                assertThat(Rows.length(q)).isZero();
              } else {
                assertThat(nearest)
                    .as("%s %s, %s segments", type, label, segments)
                    .isCloseTo(Rows.length(q), within(1e-9));
              }
            });
  }

  @Test
  void pointsOfCubicLatticesAreWhereTextbooksHaveThem() {
    Map<String, Double> fcc =
        radii(new double[] {0, A / 2, A / 2, A / 2, 0, A / 2, A / 2, A / 2, 0});
    assertThat(fcc.get("X")).isCloseTo(1 / A, within(1e-12));
    assertThat(fcc.get("L")).isCloseTo(Math.sqrt(0.75) / A, within(1e-12));
    assertThat(fcc.get("W")).isCloseTo(Math.sqrt(1.25) / A, within(1e-12));
    assertThat(fcc.get("K")).isCloseTo(Math.sqrt(1.125) / A, within(1e-12));
    assertThat(fcc.get("U")).isCloseTo(Math.sqrt(1.125) / A, within(1e-12));
  }

  @Test
  void frequenciesAtSpecialPointsAreThoseOfTheCrystalInWhicheverSetting() {
    double a = 3.615;
    double[] first = {0, a / 2, a / 2, a / 2, 0, a / 2, a / 2, a / 2, 0};
    double[] second = {a / 2, a / 2, 0, a / 2, 0, -a / 2, 0, a, 0};
    double[] third = turned(first, 0.4);
    Map<String, double[]> expected = frequencies(first);
    for (double[] cell : List.of(second, third)) {
      Map<String, double[]> found = frequencies(cell);
      for (String label : List.of("Γ", "X", "L")) {
        // Supercells of other settings hold other images: 0.03 THz at four cells across.
        assertThat(found.get(label))
            .as(label)
            .containsExactly(expected.get(label), within(label.equals("Γ") ? 1e-3 : 0.03));
      }
    }
    assertThat(expected.get("X")[0]).isCloseTo(expected.get("X")[1], within(1e-6));
    assertThat(expected.get("X")[2]).isGreaterThan(expected.get("X")[0] + 1);
  }

  private static Map<String, double[]> frequencies(double[] cell) {
    Structure copper = crystal(cell);
    Phonons phonons =
        new Phonons(
            FiniteDisplacements.of(4, 4, 4, 0)
                .of(copper, Materials.zhou("Cu"), Execution.defaults())
                .orElseThrow());
    Map<String, double[]> found = new LinkedHashMap<>();
    for (BandPath.Segment s : BandPath.of(copper).segments()) {
      found.put(s.fromLabel(), phonons.frequencies(s.from()));
    }
    return found;
  }

  @Test
  void bandsGoOnFromSegmentToSegmentAndBreakWhereTheWayDoes() {
    Structure copper = Materials.primitive("fcc", "Cu", 3.615);
    Phonons phonons =
        new Phonons(
            FiniteDisplacements.of(2, 2, 2, 0)
                .of(copper, Materials.zhou("Cu"), Execution.defaults())
                .orElseThrow());
    Bands bands = Bands.along(BandPath.of(copper), phonons, 5);
    assertThat(bands.ticks())
        .extracting(Bands.Tick::label)
        .containsExactly("Γ", "X", "W", "K", "Γ", "L", "U", "W", "L", "K|U", "X");
    assertThat(bands.distances()).hasSize(9 * 4 + 1 + 5).isSorted();
    assertThat(bands.frequencies()).hasSameSizeAs(bands.distances());
    assertThat(bands.ticks().get(1).distance()).isCloseTo(1 / 3.615, within(1e-12));
    assertThat(bands.distances()[4]).isEqualTo(bands.ticks().get(1).distance());
    assertThat(bands.distances()[36]).isEqualTo(bands.distances()[37]);
  }

  @Test
  void otherLatticesHaveAGenericPathAndAWarning() {
    Structure skew = crystal(new double[] {3, 0, 0, 0.4, 3.3, 0, 0.7, 0.2, 4.1});
    BandPath path = BandPath.of(skew);
    assertThat(path.lattice()).isEmpty();
    assertThat(path.segments())
        .extracting(BandPath.Segment::toLabel)
        .containsExactly("b1/2", "b2/2", "b3/2");
    assertThat(path.warnings()).singleElement().asString().contains("give a path of your own");
  }

  @Test
  void aCellThatIsNotPrimitiveIsWarnedOf() {
    BandPath path = BandPath.of(Materials.cubic("fcc", "Cu", 3.615));
    assertThat(path.lattice()).contains(LatticeType.CUB);
    assertThat(path.warnings())
        .singleElement()
        .asString()
        .startsWith("the cell has 4 atoms, a primitive one has 1:");
  }

  @Test
  void whatARelaxationLeavesDoesNotHideTheLattice() {
    double e = 5e-5;
    Structure strained =
        Deformation.strained(
            Materials.primitive("bcc", "W", 3.165),
            new double[] {1 + e, e / 2, 0, e / 2, 1 - e, 0, 0, 0, 1});
    assertThat(BandPath.of(strained).lattice()).contains(LatticeType.BCC);
  }
}
