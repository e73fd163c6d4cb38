package dev.lehr.simulation.structure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lehr.simulation.constraints.Constraints;
import dev.lehr.simulation.state.SimState;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class StructureTest {

  private static Structure.Builder water() {
    return Structure.builder(
        "w", "test#0", new int[] {8, 1, 1}, new double[] {0, 0, 0, 0.96, 0, 0, -0.24, 0.93, 0});
  }

  private static Structure copper(double a) {
    return Structure.builder("cu", "t", new int[] {29}, new double[3])
        .cell(new double[] {0, a / 2, a / 2, a / 2, 0, a / 2, a / 2, a / 2, 0})
        .pbc(true, true, true)
        .build();
  }

  private static List<String> reasons(Structure s) {
    return StructureChecks.check(s).stream().map(StructureProblem::reason).toList();
  }

  @Test
  void whatIsHeldBecomesColumnsOfTheState() {
    Structure s = water().array("move_mask", mask(false)).info("fix_com", true).build();
    SimState state = s.toSimState();
    assertThat(Constraints.heldAtoms(state, 0)).isPositive();
    assertThat(Constraints.holdsCenterOfMass(state, 0)).isTrue();
    SimState free =
        water().array("move_mask", mask(true)).info("fix_com", false).build().toSimState();
    assertThat(free.columnNames()).isEmpty();
    assertThat(water().info("fix_com", true).build().contentDigest())
        .isNotEqualTo(water().build().contentDigest());
    assertThat(water().info("fix_com", false).build().contentDigest())
        .isEqualTo(water().build().contentDigest());
  }

  @Test
  void aConstraintThatWouldBeDroppedRejectsItsStructure() {
    int n = water().build().nAtoms();
    Structure integers =
        water().array("move_mask", new AtomColumn.Integers(1, new long[n])).build();
    Structure pairs =
        water().array("move_mask", new AtomColumn.Logicals(2, new boolean[2 * n])).build();
    Structure word = water().info("fix_com", "yes").build();
    for (Structure s : List.of(integers, pairs, word)) {
      assertThat(reasons(s)).containsExactly("unsupported_constraint");
      assertThatThrownBy(s::toSimState).isInstanceOf(IllegalArgumentException.class);
    }
    assertThat(StructureChecks.check(integers).get(0).found()).isEqualTo("a column I:1");
  }

  @Test
  void elementsAreThoseOfThePeriodicTable() {
    assertThat(Elements.symbols()).hasSize(118).startsWith("H", "He").endsWith("Ts", "Og");
    assertThat(Elements.mass(29)).isEqualTo(63.546);
    assertThat(Elements.name(79)).isEqualTo("Gold");
    assertThat(Elements.covalentRadius(6)).isEqualTo(0.76);
    assertThat(Elements.number("fe")).hasValue(26);
    assertThat(Elements.number("Fe1")).isEmpty();
    assertThat(Elements.guess("Fe1")).contains("Fe");
    assertThat(Elements.guess("aluminium")).contains("Al");
    assertThat(Elements.guess("14")).contains("Si");
    assertThat(Elements.guess("D")).contains("H");
    assertThat(Elements.guess("Cx")).contains("C");
    assertThat(Elements.guess("??")).isEmpty();
    assertThatThrownBy(() -> Elements.symbol(119)).hasMessageContaining("1 to 118");
  }

  @Test
  void formulasAreInHillOrder() {
    assertThat(water().build().formula()).isEqualTo("H2O");
    assertThat(formula(1, 6, 1, 1, 8, 1, 17)).isEqualTo("CH4ClO");
    assertThat(formula(79, 29, 29, 29)).isEqualTo("AuCu3");
    assertThat(formula(8, 6, 8)).isEqualTo("CO2");
  }

  private static String formula(int... z) {
    return Structure.builder("f", "t", z, new double[3 * z.length]).build().formula();
  }

  @Test
  void aMoleculeBecomesAStateWithACellOfZeros() {
    SimState state = water().build().toSimState();
    assertThat(state.cell()).containsOnly(0.0);
    assertThat(state.pbc()).containsOnly(false);
    assertThat(state.masses()).containsExactly(15.999, 1.008, 1.008);
    assertThat(water().masses(new double[] {16, 2, 2}).build().toSimState().masses())
        .containsExactly(16, 2, 2);
  }

  @Test
  void theDigestIsOfThePhysicsOnly() {
    Structure s = water().build();
    String digest = s.contentDigest();
    assertThat(digest).hasSize(64);
    assertThat(water().id("other").source("x").info("a", 1L).build().contentDigest())
        .isEqualTo(digest);
    assertThat(water().array("move_mask", mask(true)).build().contentDigest()).isEqualTo(digest);
    assertThat(water().array("move_mask", mask(false)).build().contentDigest())
        .isNotEqualTo(digest);
    assertThat(water().masses(new double[] {16, 1, 1}).build().contentDigest())
        .isNotEqualTo(digest);
    assertThat(water().pbc(true, false, false).build().contentDigest()).isNotEqualTo(digest);
    assertThat(water().cell(new double[9]).build().contentDigest()).isNotEqualTo(digest);
    double[] negativeZero = s.positions();
    negativeZero[0] = -0.0;
    assertThat(Structure.builder("w", "t", s.atomicNumbers(), negativeZero).build().contentDigest())
        .isNotEqualTo(digest);
  }

  private static AtomColumn mask(boolean first) {
    return new AtomColumn.Logicals(1, new boolean[] {first, true, true});
  }

  @Test
  void arraysGivenAndTakenAreCopies() {
    double[] x = new double[9];
    long[] tags = {1, 2};
    Structure s = Structure.builder("w", "t", new int[] {1, 1, 1}, x).info("tags", tags).build();
    x[0] = 5;
    tags[0] = 5;
    s.positions()[1] = 5;
    assertThat(s.positions()).containsOnly(0.0);
    assertThat((long[]) s.info().get("tags")).containsExactly(1, 2);
    assertThatThrownBy(() -> water().info("map", new Object())).hasMessageContaining("info 'map'");
    assertThatThrownBy(() -> water().cell(new double[3]).build())
        .hasMessage("cell has length 3, expected 9");
  }

  @Test
  void soundStructuresPass() {
    assertThat(reasons(water().build())).isEmpty();
    assertThat(reasons(copper(3.6))).isEmpty();
    assertThat(reasons(water().cell(new double[9]).build())).isEmpty();
    assertThat(
            reasons(
                water()
                    .cell(new double[] {20, 0, 0, 0, 0, 0, 0, 0, 0})
                    .pbc(true, false, false)
                    .build()))
        .isEmpty();
  }

  @Test
  void badStructuresAreNamed() {
    assertThat(reasons(Structure.builder("e", "t", new int[0], new double[0]).build()))
        .containsExactly("no_atoms");
    assertThat(reasons(water().pbc(true, true, true).build())).containsExactly("missing_cell");
    assertThat(
            reasons(
                water()
                    .cell(new double[] {5, 0, 0, 0, 5, 0, 5, 5, 0})
                    .pbc(true, true, true)
                    .build()))
        .containsExactly("singular_cell");
    assertThat(reasons(water().cell(new double[9]).pbc(false, true, false).build()))
        .containsExactly("singular_cell");
    assertThat(reasons(Structure.builder("e", "t", new int[] {0}, new double[3]).build()))
        .containsExactly("unknown_element");
    assertThat(
            reasons(
                Structure.builder("e", "t", new int[] {1}, new double[] {0, Double.NaN, 0})
                    .build()))
        .containsExactly("not_finite");
    assertThat(reasons(water().masses(new double[] {1, -1, 1}).build()))
        .containsExactly("bad_mass");
  }

  @Test
  void overlapsAreFoundAcrossPeriodicImagesToo() {
    assertThat(reasons(copper(1.0))).containsExactly("overlapping_atoms");
    double[] x = {0.05, 5, 5, 9.95, 5, 5};
    Structure.Builder pair =
        Structure.builder("p", "t", new int[] {29, 29}, x)
            .cell(new double[] {10, 0, 0, 0, 10, 0, 0, 0, 10});
    assertThat(reasons(pair.pbc(true, true, true).build())).containsExactly("overlapping_atoms");
    assertThat(reasons(pair.pbc(false, true, true).build())).isEmpty();
    StructureProblem problem = StructureChecks.check(pair.pbc(true, false, false).build()).get(0);
    assertThat(problem.found()).startsWith("atoms 0 and 1 at a distance of 0.1");
    assertThat(problem.expected()).startsWith("at least 0.79");
  }

  @Test
  void theBinnedSearchFindsWhatAllPairsFind() {
    Random random = new Random(5);
    int overlapping = 0;
    for (int trial = 0; trial < 300; trial++) {
      int n = 1 + random.nextInt(24);
      double[] cell = new double[9];
      for (int i = 0; i < 9; i++) {
        cell[i] = (i % 4 == 0 ? 2 + 6 * random.nextDouble() : 2 * random.nextDouble() - 1);
      }
      boolean[] pbc = {random.nextBoolean(), random.nextBoolean(), random.nextBoolean()};
      double[] x = new double[3 * n];
      for (int i = 0; i < 3 * n; i++) {
        x[i] = 8 * random.nextDouble() - 4;
      }
      int[] z = new int[n];
      for (int i = 0; i < n; i++) {
        z[i] = random.nextBoolean() ? 29 : 1;
      }
      Structure s =
          Structure.builder("r", "t", z, x).cell(cell).pbc(pbc[0], pbc[1], pbc[2]).build();
      boolean expected = overlapsByAllPairs(s, cell, pbc);
      overlapping += expected ? 1 : 0;
      assertThat(reasons(s).contains("overlapping_atoms")).as("trial " + trial).isEqualTo(expected);
    }
    assertThat(overlapping).isBetween(40, 260);
  }

  private static boolean overlapsByAllPairs(Structure s, double[] cell, boolean[] pbc) {
    double[] x = s.positions();
    int ra = pbc[0] ? 14 : 0;
    int rb = pbc[1] ? 14 : 0;
    int rc = pbc[2] ? 14 : 0;
    for (int i = 0; i < s.nAtoms(); i++) {
      for (int j = i; j < s.nAtoms(); j++) {
        double least =
            0.3
                * (Elements.covalentRadius(s.atomicNumber(i))
                    + Elements.covalentRadius(s.atomicNumber(j)));
        for (int a = -ra; a <= ra; a++) {
          for (int b = -rb; b <= rb; b++) {
            for (int c = -rc; c <= rc; c++) {
              double sum = 0;
              for (int k = 0; k < 3; k++) {
                double d =
                    x[3 * j + k] - x[3 * i + k] + a * cell[k] + b * cell[3 + k] + c * cell[6 + k];
                sum += d * d;
              }
              boolean self = i == j && a == 0 && b == 0 && c == 0;
              if (!self && sum < least * least) {
                return true;
              }
            }
          }
        }
      }
    }
    return false;
  }

  @Test
  void aHundredThousandAtomsAreCheckedInSeconds() {
    int side = 47;
    int n = side * side * side;
    double[] x = new double[3 * n];
    int[] z = new int[n];
    for (int i = 0; i < n; i++) {
      z[i] = 29;
      x[3 * i] = 2.5 * (i % side);
      x[3 * i + 1] = 2.5 * (i / side % side);
      x[3 * i + 2] = 2.5 * Math.floorDiv(i, side * side);
    }
    double a = 2.5 * side;
    Structure s =
        Structure.builder("big", "t", z, x)
            .cell(new double[] {a, 0, 0, 0, a, 0, 0, 0, a})
            .pbc(true, true, true)
            .build();
    long start = System.nanoTime();
    assertThat(reasons(s)).isEmpty();
    assertThat((System.nanoTime() - start) / 1e9).isLessThan(20);
  }
}
