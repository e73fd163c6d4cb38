package dev.lehr.simulation.recipe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lehr.simulation.analysis.Materials;
import dev.lehr.simulation.analysis.phonons.SupercellSize;
import dev.lehr.simulation.model.Golden;
import dev.lehr.simulation.structure.Structure;
import dev.lehr.simulation.units.Units;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Against phonopy ({@code bench/reference/phonopy_phonons.py}), and by hand. */
class PhononsRecipeTest {

  private static final Relaxing NONE = Relaxing.tightly(Relaxing.Freedom.NONE);

  private static Structure copper() {
    return Materials.primitive("fcc", "Cu", 3.615);
  }

  @Test
  void copperIsStableWithThePropertiesOfPhonopy() {
    JsonNode c = Materials.golden("phonopy.json").get("cases").get(0);
    assertThat(c.get("symbol").asText()).isEqualTo("Cu");
    assertThat(c.get("sites").size()).isEqualTo(1);
    JsonNode n = c.get("repeats");
    PhononSettings settings =
        PhononSettings.defaults()
            .relaxed(NONE)
            .repeated(n.get(0).asInt(), n.get(1).asInt(), n.get(2).asInt());
    Structure cell =
        Materials.crystal("Cu", Golden.flat(c.get("cell")), new double[][] {{0, 0, 0}});
    Map<String, ?> found = Runs.found(new PhononsRecipe(settings), cell, Materials.zhou("Cu"));
    assertThat(found.get("dynamically_stable")).isEqualTo(true);
    assertThat(Runs.number(found, "min_frequency")).isBetween(0.1, 3.0);
    assertThat(Runs.number(found, "max_frequency")).isBetween(6.0, 9.0);
    List<?> thermal = (List<?>) found.get("thermal");
    assertThat(thermal).hasSize(11);
    int compared = 0;
    for (int k = 0; k < c.get("temperatures").size(); k++) {
      double kelvin = c.get("temperatures").get(k).asDouble();
      for (Object row : thermal) {
        Map<?, ?> at = (Map<?, ?>) row;
        if ((Double) at.get("temperature") == kelvin) {
          // phonopy's mesh is 6^3 off gamma, this one is finer and through it.
          double heat = (Double) at.get("heat_capacity");
          assertThat(1000 * heat / Units.KJ_PER_MOL)
              .isCloseTo(c.get("heat_capacity").get(k).asDouble(), within(0.1));
          compared++;
        }
      }
    }
    assertThat(compared).isPositive();
    assertThat(Runs.number(found, "heat_capacity_300k"))
        .isLessThan(3 * Units.KB)
        .isCloseTo(3 * Units.KB, withinPercentage(7));
    assertThat(found.get("lo_to")).isEqualTo("not included");
    assertThat(found.get("lattice")).isEqualTo("cubic F");
  }

  @Test
  void bandsAndDensityAreThere() {
    PhononSettings settings = PhononSettings.defaults().relaxed(NONE).repeated(3, 3, 3);
    Map<String, ?> found = Runs.found(new PhononsRecipe(settings), copper(), Materials.zhou("Cu"));
    Map<?, ?> bands = (Map<?, ?>) found.get("bands");
    assertThat(bands.keySet().toString()).isEqualTo("[labels, distance, frequencies, path]");
    assertThat((List<?>) bands.get("labels")).hasSize(11);
    assertThat((List<?>) bands.get("frequencies")).hasSameSizeAs((List<?>) bands.get("distance"));
    assertThat((List<?>) ((List<?>) bands.get("frequencies")).get(0)).hasSize(3);
    assertThat(((List<?>) bands.get("path")).get(0))
        .isEqualTo(List.of(List.of(0.0, 0.0, 0.0), List.of(0.5, 0.0, 0.5), "Γ", "X"));
    Map<?, ?> dos = (Map<?, ?>) found.get("dos");
    List<?> frequency = (List<?>) dos.get("frequency");
    double step = (Double) frequency.get(1) - (Double) frequency.get(0);
    double sum = 0;
    for (Object density : (List<?>) dos.get("density")) {
      sum += step * (Double) density;
    }
    assertThat(sum).as("modes of a cell").isCloseTo(3, within(1e-3));
    assertThat(found.get("supercell")).isEqualTo(List.of(3, 3, 3));
    assertThat(found.get("q_mesh")).isEqualTo(List.of(20, 20, 20));
  }

  @Test
  void theCellIsRelaxedBeforeUnlessOtherwiseAsked() {
    Structure stressed = Materials.primitive("fcc", "Cu", 3.70);
    double relaxed =
        Runs.number(
            Runs.found(
                new PhononsRecipe(PhononSettings.defaults().repeated(3, 3, 3)),
                stressed,
                Materials.zhou("Cu")),
            "max_frequency");
    double asItIs =
        Runs.number(
            Runs.found(
                new PhononsRecipe(PhononSettings.defaults().relaxed(NONE).repeated(3, 3, 3)),
                stressed,
                Materials.zhou("Cu")),
            "max_frequency");
    assertThat(relaxed).isGreaterThan(asItIs + 0.5);
  }

  @Test
  void simpleCubicCopperIsNotStableAndSaysSo() {
    Map<String, ?> found =
        Runs.found(
            new PhononsRecipe(PhononSettings.defaults().relaxed(NONE).repeated(3, 3, 3)),
            Materials.cubic("sc", "Cu", 2.4),
            Materials.zhou("Cu"));
    assertThat(found.get("dynamically_stable")).isEqualTo(false);
    assertThat(Runs.number(found, "min_frequency")).isLessThan(-0.5);
    assertThat((List<?>) found.get("warnings"))
        .anySatisfy(w -> assertThat(w.toString()).contains("imaginary: the crystal is not stable"));
  }

  @Test
  void anAutomaticSupercellIsLongEnoughOrAsLongAsItsAtomsAllow() {
    assertThat(SupercellSize.of(copper(), 6.2, 500)).containsExactly(6, 6, 6);
    assertThat(SupercellSize.of(copper(), 6.2, 100)).containsExactly(4, 4, 4);
    assertThat(SupercellSize.of(copper(), Double.POSITIVE_INFINITY, 500)).containsExactly(7, 7, 7);
    Structure flat =
        Materials.crystal(
            "Cu", new double[] {3, 0, 0, 0, 3, 0, 0, 0, 13}, new double[][] {{0, 0, 0}});
    assertThat(SupercellSize.of(flat, 6, 500)).containsExactly(4, 4, 1);
    assertThat(SupercellSize.of(flat, 6, 0)).containsExactly(1, 1, 1);
  }

  @Test
  void aShortSupercellAndAGuessedRangeAreWarnedOf() {
    ModelFacts guess = new ModelFacts("net", 10, false, false);
    PhononSettings d = PhononSettings.defaults().relaxed(NONE).repeated(2, 2, 2);
    Step step =
        Recipes.run(
            new PhononsRecipe(d),
            new Subject(copper(), guess),
            Materials.zhou("Cu"),
            dev.lehr.simulation.run.Execution.defaults());
    List<?> warnings = (List<?>) ((Step.Done) step).values().get("warnings");
    assertThat(warnings.get(0))
        .isEqualTo(
            "the model does not say how far a displacement is felt: 10.00 angstrom is a guess, twice"
                + " its cutoff");
    assertThat(warnings.get(1).toString()).startsWith("the supercell is 4.174 angstrom across");
  }

  @Test
  void modelsOfSinglePrecisionAreRefused() {
    ModelFacts coarse = new ModelFacts("net", 10, true);
    Step step =
        new PhononsRecipe(PhononSettings.defaults()).next(new Subject(copper(), coarse), List.of());
    assertThat(step)
        .isEqualTo(
            new Step.Refused(
                "needs_float64",
                "the model net computes in float32, whose forces are too coarse for displacements of"
                    + " 0.01000 angstrom; expected a model in float64"));
  }

  @Test
  void moleculesAreRefused() {
    Structure atom = Structure.builder("atom", "test", new int[] {29}, new double[3]).build();
    assertThat(
            Runs.refusal(new PhononsRecipe(PhononSettings.defaults()), atom, Materials.zhou("Cu"))
                .reason())
        .isEqualTo("not_a_crystal");
  }

  @Test
  void theSameOutcomesGiveTheSameStep() {
    PhononSettings settings = PhononSettings.defaults().repeated(3, 3, 3);
    Runs.assertResumable(
        new PhononsRecipe(settings),
        new PhononsRecipe(PhononSettings.defaults().repeated(3, 3, 3)),
        Materials.primitive("bcc", "W", 3.165),
        Materials.zhou("W"));
  }
}
