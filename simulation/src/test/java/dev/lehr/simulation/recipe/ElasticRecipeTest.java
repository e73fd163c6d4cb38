package dev.lehr.simulation.recipe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lehr.simulation.analysis.Materials;
import dev.lehr.simulation.analysis.elastic.TorchSimMethod;
import dev.lehr.simulation.model.Golden;
import dev.lehr.simulation.structure.Structure;
import dev.lehr.simulation.units.Units;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Against LAMMPS ({@code bench/reference/lammps_elastic.py}) on a table of the same functions. */
class ElasticRecipeTest {

  private static final JsonNode LAMMPS = Materials.golden("lammps_elastic.json");

  private static ElasticRecipe central(Relaxing relaxing) {
    return ElasticRecipe.central(0.0025, 0.01, relaxing, true);
  }

  private static ElasticRecipe central() {
    return central(Relaxing.tightly(Relaxing.Freedom.CELL));
  }

  @Test
  void stressedCopperIsRelaxedFirstAndThenThatOfLammps() {
    Structure stressed = Materials.cubic("fcc", "Cu", 1.01 * LAMMPS.get("a").asDouble());
    Map<String, ?> found = Runs.found(central(), stressed, Materials.zhou("Cu"));
    double[] reference = Golden.flat(LAMMPS.get("C"));
    List<?> rows = (List<?>) found.get("elastic_tensor");
    for (int k = 0; k < 36; k++) {
      double gpa = Units.toGpa(reference[k]);
      // The remaining stress of up to 0.005 GPa changes a constant by a few times as much.
      assertThat((Double) ((List<?>) rows.get(k / 6)).get(k % 6))
          .as("C%s%s", k / 6 + 1, k % 6 + 1)
          .isCloseTo(gpa, within(0.0005 * Math.abs(gpa) + 0.05));
    }
    double c11 = Units.toGpa(reference[0]);
    double c12 = Units.toGpa(reference[1]);
    assertThat(Runs.number(found, "bulk_modulus"))
        .isCloseTo((c11 + 2 * c12) / 3, withinPercentage(0.1));
    assertThat(found.get("born_stable")).isEqualTo(true);
    assertThat((List<?>) found.get("elastic_eigenvalues")).hasSize(6);
    assertThat(Runs.number(found, "shear_modulus_reuss"))
        .isLessThan(Runs.number(found, "shear_modulus"));
    assertThat(found.get("warnings")).isEqualTo(List.of());
  }

  @Test
  void withoutARelaxationAStressedCrystalIsRefused() {
    Structure stressed = Materials.cubic("fcc", "Cu", 1.01 * LAMMPS.get("a").asDouble());
    Step.Refused no =
        Runs.refusal(
            central(Relaxing.tightly(Relaxing.Freedom.NONE)), stressed, Materials.zhou("Cu"));
    assertThat(no.reason()).isEqualTo("stressed_parent");
  }

  @Test
  void aRelaxationThatDoesNotConvergeIsRefused() {
    Structure stressed = Materials.cubic("fcc", "Cu", 1.03 * LAMMPS.get("a").asDouble());
    Relaxing hasty = new Relaxing(Relaxing.Freedom.CELL, 1e-4, 0.005, 1);
    Step.Refused no = Runs.refusal(central(hasty), stressed, Materials.zhou("Cu"));
    assertThat(no.reason()).isEqualTo("not_relaxed");
    assertThat(no.detail()).startsWith("the relaxation before the study failed: max_iterations");
  }

  @Test
  void anUnstableCrystalHasATensorButNoModuli() {
    Structure simple = Materials.cubic("sc", "Cu", 2.4);
    Map<String, ?> found = Runs.found(central(), simple, Materials.zhou("Cu"));
    assertThat(found.get("born_stable")).isEqualTo(false);
    assertThat(found.containsKey("bulk_modulus")).isTrue();
    assertThat(found.get("bulk_modulus")).isNull();
    assertThat((List<?>) found.get("warnings")).hasSize(1);
  }

  @Test
  void torchSimsMethodIsThere() {
    Map<String, ?> found =
        Runs.found(
            ElasticRecipe.torchSim(
                TorchSimMethod.Symmetry.CUBIC, Relaxing.tightly(Relaxing.Freedom.CELL)),
            Materials.cubic("fcc", "Cu", LAMMPS.get("a").asDouble()),
            Materials.zhou("Cu"));
    // Strains of 1 and 6 %: near, and not the same.
    double c11 = Units.toGpa(Golden.flat(LAMMPS.get("C"))[0]);
    double torchSim = (Double) ((List<?>) ((List<?>) found.get("elastic_tensor")).get(0)).get(0);
    assertThat(torchSim).isCloseTo(c11, withinPercentage(10)).isNotCloseTo(c11, within(0.01));
  }

  @Test
  void theSameOutcomesGiveTheSameStep() {
    Runs.assertResumable(
        central(), central(), Materials.cubic("bcc", "W", 3.2), Materials.zhou("W"));
  }
}
