package dev.lehr.simulation.analysis.match;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lehr.simulation.analysis.Deformation;
import dev.lehr.simulation.analysis.Materials;
import dev.lehr.simulation.model.Golden;
import dev.lehr.simulation.structure.Elements;
import dev.lehr.simulation.structure.Structure;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Against pymatgen's StructureMatcher ({@code bench/reference/pymatgen_matches.py}). */
class StructureMatcherTest {

  private static final StructureMatcher MATCHER = StructureMatcher.defaults();

  private static Structure structure(String id, JsonNode node) {
    int[] numbers =
        Golden.strings(node.get("symbols")).stream().mapToInt(Elements::require).toArray();
    return Structure.builder(id, "pymatgen", numbers, Golden.flat(node.get("positions")))
        .cell(Golden.flat(node.get("cell")))
        .pbc(true, true, true)
        .build();
  }

  @Test
  void pairsMatchWherePymatgensMatcherSaysSo() {
    List<String> disagreements = new ArrayList<>();
    int pairs = 0;
    for (JsonNode c : Materials.golden("pymatgen_matches.json.gz").get("cases")) {
      boolean found = MATCHER.matches(structure("a", c.get("a")), structure("b", c.get("b")));
      if (found != (c.get("fit").asBoolean() || c.get("reversed").asBoolean())) {
        disagreements.add(c.get("name").asText() + (found ? ": only here" : ": only there"));
      }
      pairs++;
    }
    assertThat(pairs).isEqualTo(200);
    // All are supercells so shaken that whether they have a smaller cell is a matter of taste.
    assertThat(disagreements)
        .containsExactly(
            "fcc, noise 0.1: only there",
            "rutile, noise 0.1: only there",
            "anatase, noise 0.05: only here",
            "quartz, noise 0.05: only here",
            "random 0, noise 0.1: only there");
  }

  @Test
  void theOrderOfTheTwoDoesNotMatter() {
    int matching = 0;
    for (JsonNode c : Materials.golden("pymatgen_matches.json.gz").get("cases")) {
      Structure a = structure("a", c.get("a"));
      Structure b = structure("b", c.get("b"));
      assertThat(MATCHER.matches(b, a)).as(c.get("name").asText()).isEqualTo(MATCHER.matches(a, b));
      matching += MATCHER.matches(a, b) ? 1 : 0;
    }
    assertThat(matching).isBetween(90, 115);
  }

  @Test
  void theSameCrystalInOtherCellsIsFoundWithoutDistance() {
    Structure conventional = Materials.cubic("fcc", "Cu", 3.6);
    Structure primitive = Materials.primitive("fcc", "Cu", 3.7);
    assertThat(MATCHER.distance(conventional, primitive).orElseThrow()).isLessThan(1e-9);
    Crystal found = Crystal.of(conventional).primitive(0.1);
    assertThat(found.atoms()).isEqualTo(1);
    assertThat(Rows.volume(found.rows())).isCloseTo(Math.pow(3.6, 3) / 4, within(1e-9));
    assertThat(MATCHER.matches(conventional, Materials.cubic("bcc", "Cu", 2.9))).isFalse();
    assertThat(MATCHER.matches(conventional, Materials.cubic("fcc", "Ag", 3.6))).isFalse();
  }

  @Test
  void aMirroredCrystalIsTheSame() {
    for (JsonNode c : Materials.golden("pymatgen_matches.json.gz").get("cases")) {
      if (c.get("name").asText().startsWith("random 1, noise 0")) {
        Structure a = structure("a", c.get("a"));
        Structure mirrored = Deformation.strained(a, new double[] {-1, 0, 0, 0, 1, 0, 0, 0, 1});
        assertThat(MATCHER.distance(a, mirrored).orElseThrow()).isLessThan(1e-9);
      }
    }
  }

  @Test
  void groupsHoldTheFirstOfEachKindInFront() {
    Structure molecule = Structure.builder("Cu", "test", new int[] {29}, new double[3]).build();
    List<Structure> all =
        List.of(
            Materials.cubic("bcc", "Cu", 2.9),
            Materials.cubic("fcc", "Cu", 3.6),
            molecule,
            Materials.cubic("fcc", "Ag", 4.1),
            Materials.primitive("fcc", "Cu", 3.65),
            Materials.primitive("bcc", "Cu", 3.0),
            molecule);
    assertThat(MATCHER.groups(all))
        .containsExactly(List.of(0, 5), List.of(1, 4), List.of(2), List.of(3), List.of(6));
  }

  @Test
  void assignmentsCostTheLeastOfAllPermutations() {
    Random random = new Random(4);
    for (int trial = 0; trial < 300; trial++) {
      int n = 1 + random.nextInt(6);
      int most = trial % 2 == 0 ? 4 : 1000;
      double[][] cost = new double[n][n];
      for (double[] row : cost) {
        Arrays.setAll(row, k -> random.nextInt(most));
      }
      int[] found = Assignment.least(cost);
      assertThat(Arrays.stream(found).distinct().count()).isEqualTo(n);
      double sum = 0;
      for (int i = 0; i < n; i++) {
        sum += cost[i][found[i]];
      }
      assertThat(sum).isEqualTo(leastByTrying(cost, 0, new boolean[n]));
    }
  }

  private static double leastByTrying(double[][] cost, int row, boolean[] used) {
    if (row == cost.length) {
      return 0;
    }
    double least = Double.POSITIVE_INFINITY;
    for (int k = 0; k < used.length; k++) {
      if (!used[k]) {
        used[k] = true;
        least = Math.min(least, cost[row][k] + leastByTrying(cost, row + 1, used));
        used[k] = false;
      }
    }
    return least;
  }

  @Test
  void tolerancesOutOfRangeAreRefused() {
    assertThatThrownBy(() -> new StructureMatcher(1.2, 0.3, 5))
        .hasMessageStartingWith("found tolerances of lengths 1.2, sites 0.3, angles 5.0, expected");
  }
}
