package dev.lehr.simulation.recipe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lehr.simulation.analysis.Materials;
import dev.lehr.simulation.analysis.eos.Form;
import dev.lehr.simulation.structure.Structure;
import dev.lehr.simulation.units.Units;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Against ASE's fits ({@code bench/reference/ase_eos.py}) of the same crystals. */
class EosRecipeTest {

  private static final List<Form> FORMS = List.of(Form.values());

  private static EosRecipe recipe(Relaxing.Freedom freedom) {
    return EosRecipe.of(7, 0.06, FORMS, new Relaxing(freedom, 1e-3, 1, 1000));
  }

  @Test
  void copperHasTheModulusOfAseWhetherItsAtomsMayRelaxOrNot() {
    JsonNode c = Materials.golden("ase_eos.json").get("cases").get(0);
    assertThat(c.get("model").asText()).isEqualTo("zhou");
    JsonNode ase = c.get("fits").get("birchmurnaghan");
    Structure copper = Materials.cubic(c.get("lattice").asText(), "Cu", c.get("a").asDouble());
    for (Relaxing.Freedom freedom : List.of(Relaxing.Freedom.NONE, Relaxing.Freedom.ATOMS)) {
      Map<String, ?> found = Runs.found(recipe(freedom), copper, Materials.zhou("Cu"));
      double v0 = ase.get("V0").asDouble();
      assertThat(Runs.number(found, "equilibrium_volume")).isCloseTo(v0, withinPercentage(1e-3));
      assertThat(Runs.number(found, "equilibrium_volume_per_atom"))
          .isEqualTo(Runs.number(found, "equilibrium_volume") / copper.nAtoms());
      assertThat(Runs.number(found, "equilibrium_energy"))
          .isCloseTo(ase.get("E0").asDouble(), within(1e-5));
      assertThat(Runs.number(found, "bulk_modulus"))
          .isCloseTo(Units.toGpa(ase.get("B0").asDouble()), withinPercentage(0.01));
      assertThat(found.get("eos_form")).isEqualTo("birch-murnaghan");
      assertThat((List<?>) found.get("eos_points")).hasSize(7);
      assertThat(((Map<?, ?>) found.get("eos_fits")).keySet().toString())
          .isEqualTo("[birch-murnaghan, vinet, murnaghan]");
    }
  }

  @Test
  void atomsWithFreedomSoftenTheCrystal() {
    Structure loose =
        Materials.crystal(
            "Cu",
            new double[] {2.56, 0, 0, 0, 2.56, 0, 0, 0, 3.7},
            new double[][] {{0, 0, 0}, {.5, .5, .46}});
    double clamped =
        Runs.number(
            Runs.found(recipe(Relaxing.Freedom.NONE), loose, Materials.zhou("Cu")),
            "equilibrium_energy");
    double free =
        Runs.number(
            Runs.found(recipe(Relaxing.Freedom.ATOMS), loose, Materials.zhou("Cu")),
            "equilibrium_energy");
    assertThat(free).isLessThan(clamped - 0.01);
  }

  @Test
  void theSameOutcomesGiveTheSameStep() {
    Runs.assertResumable(
        recipe(Relaxing.Freedom.ATOMS),
        recipe(Relaxing.Freedom.ATOMS),
        Materials.cubic("bcc", "W", 3.165),
        Materials.zhou("W"));
  }

  @Test
  void whatIsNoCrystalIsRefusedBeforeAnythingRuns() {
    Structure molecule =
        Structure.builder("pair", "test", new int[] {29, 29}, new double[] {0, 0, 0, 2, 0, 0})
            .build();
    Step.Refused no = Runs.refusal(recipe(Relaxing.Freedom.NONE), molecule, Materials.zhou("Cu"));
    assertThat(no.reason()).isEqualTo("not_a_crystal");
  }

  @Test
  void aMinimumOutsideOfTheVolumesIsRefused() {
    Step.Refused no =
        Runs.refusal(
            recipe(Relaxing.Freedom.NONE), Materials.cubic("fcc", "Cu", 3.8), Materials.zhou("Cu"));
    assertThat(no.reason()).isIn("minimum_outside_range", "no_minimum");
  }

  @Test
  void cellsOfAScanCannotRelax() {
    assertThatThrownBy(() -> recipe(Relaxing.Freedom.CELL))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(Arrays.asList(Relaxing.Freedom.values()))
        .extracting(Relaxing.Freedom::key)
        .containsExactly("none", "atoms", "cell");
  }
}
