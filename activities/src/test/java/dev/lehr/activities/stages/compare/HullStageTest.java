package dev.lehr.activities.stages.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lehr.activities.stages.ConfiguredStage;
import dev.lehr.activities.stages.ModelIdentity;
import dev.lehr.simulation.recipe.Candidate;
import dev.lehr.simulation.recipe.Step;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HullStageTest {

  private static final String FILE =
      """
      functional: PBE
      corrections: MP2020
      energies: {Cu: -3.5, Au: -3200 meV}
      """;

  private static ModelIdentity model(String name, String functional, String corrections) {
    return new ModelIdentity(name, "0123456789abcdef", functional, corrections, List.of());
  }

  private static List<Candidate> candidates(JsonNode set) {
    List<Candidate> all = new ArrayList<>();
    for (JsonNode e : set.get("entries")) {
      Map<String, Integer> counts = new HashMap<>();
      e.get("counts").properties().forEach(c -> counts.put(c.getKey(), c.getValue().asInt()));
      all.add(Comparing.candidate(String.valueOf(all.size()), counts, e.get("energy").asDouble()));
    }
    return all;
  }

  /** Against pymatgen's PhaseDiagram ({@code bench/reference/pymatgen_hull.py}). */
  @Test
  void placesAreThoseOfPymatgen() throws IOException {
    ConfiguredStage hull = Comparing.read(new HullKind(), "{}");
    ConfiguredStage formation = Comparing.read(new FormationEnergyKind(), "references: structures");
    int compared = 0;
    for (JsonNode set : Comparing.golden("pymatgen_hull.json.gz").get("cases")) {
      List<Candidate> candidates = candidates(set);
      List<Step> places = Comparing.decide(hull, candidates);
      List<Step> formations = Comparing.decide(formation, candidates);
      for (int i = 0; i < places.size(); i++) {
        JsonNode reference = set.get("places").get(i);
        Map<String, ?> found = Comparing.values(places.get(i));
        assertThat((Double) found.get("e_above_hull"))
            .isCloseTo(reference.get("above").asDouble(), within(1e-9));
        assertThat((Double) found.get("formation_energy"))
            .isCloseTo(reference.get("formation").asDouble(), within(1e-9));
        assertThat(found.get("on_hull")).isEqualTo(reference.get("above").asDouble() < 1e-8);
        assertThat((Double) Comparing.values(formations.get(i)).get("formation_energy"))
            .isCloseTo(reference.get("formation").asDouble(), within(1e-9));
        compared++;
      }
    }
    assertThat(compared).isGreaterThan(600);
  }

  /** By hand: (-13.9 + 3 * 3.5 + 3.2) / 4 = -0.05; the other is above by the difference. */
  @Test
  void referencesOfAFileAreCountedFrom(@TempDir Path folder) throws IOException {
    Files.writeString(folder.resolve("refs.yaml"), FILE);
    ConfiguredStage stage = Comparing.read(new HullKind(), "references: {file: refs.yaml}", folder);
    List<Step> steps =
        Comparing.decide(
            stage,
            List.of(
                Comparing.candidate("L12", Map.of("Cu", 3, "Au", 1), -13.9),
                Comparing.candidate("D022", Map.of("Cu", 6, "Au", 2), -27.6),
                Comparing.candidate("CuAg", Map.of("Cu", 1, "Ag", 1), -6),
                Comparing.candidate("CuAu", Map.of("Cu", 1, "Au", 1), -6.6)));
    Map<String, ?> first = Comparing.values(steps.get(0));
    assertThat((Double) first.get("formation_energy")).isCloseTo(-0.05, within(1e-12));
    assertThat(first.get("on_hull")).isEqualTo(true);
    assertThat(first.get("decomposition")).isEqualTo(List.of(Map.of("id", "L12", "amount", 1.0)));
    assertThat((Double) Comparing.values(steps.get(1)).get("e_above_hull"))
        .isCloseTo(0.025, within(1e-12));
    assertThat(steps.get(2))
        .isEqualTo(
            new Step.Refused(
                "missing_reference",
                "CuAg holds Ag, and no entry is that element alone; elements among the entries:"
                    + " Cu, Au"));
    // (-3.3 + 3.35) above zero, and L12 gives 2/3 of its -0.05 at this composition.
    assertThat((Double) Comparing.values(steps.get(3)).get("e_above_hull"))
        .isCloseTo(0.05 + 0.05 * 2 / 3, within(1e-12));
    assertThat(Comparing.values(steps.get(3)).get("decomposition").toString())
        .contains("id=L12", "id=reference Au");
  }

  @Test
  void underPressureEnthalpiesAreCompared() {
    ConfiguredStage stage = Comparing.read(new HullKind(), "energy: enthalpy");
    Candidate without = Comparing.candidate("a", Map.of("Cu", 1), -3);
    Candidate with =
        new Candidate(
            "b",
            without.composition(),
            without.structure(),
            Map.of("relax", Map.of("energy", -3.0, "enthalpy", -2.5)));
    List<Step> steps = Comparing.decide(stage, List.of(without, with));
    assertThat(steps.get(0))
        .isEqualTo(
            new Step.Refused(
                "undefined_value", "relax.enthalpy has no value here, and 'enthalpy' needs it"));
    assertThat(Comparing.values(steps.get(1)).get("formation_energy")).isEqualTo(0.0);
  }

  @Test
  void notesOfTheModelStandBesideEachResult() {
    ModelIdentity zhou =
        new ModelIdentity("eam", "00", "", "", List.of("It was not made for compounds."));
    ConfiguredStage stage = Comparing.read(new FormationEnergyKind(), "{}").about(zhou);
    List<Step> steps =
        Comparing.decide(stage, List.of(Comparing.candidate("a", Map.of("Cu", 1), -3)));
    assertThat(Comparing.values(steps.get(0)).get("notes"))
        .isEqualTo(List.of("It was not made for compounds."));
  }

  @Test
  void referencesOfAnotherMethodAreRefused() {
    ConfiguredStage pbe =
        Comparing.read(new HullKind(), "references: {functional: PBE, energies: {Cu: -3.5}}");
    assertThat(pbe.objectionTo(model("m", "pbe", ""))).isEmpty();
    assertThat(pbe.objectionTo(model("m", "PBE", "MP2020")))
        .contains(
            "the references are of PBE with corrections none, and energies of the model 'm' are of"
                + " PBE with corrections MP2020");
    assertThat(pbe.objectionTo(model("m", "", "")))
        .contains(
            "the references are of PBE, and the model 'm' does not say which functional its"
                + " energies are of; name the model in the references, model: m, if they were"
                + " computed with it");
    ConfiguredStage own =
        Comparing.read(new HullKind(), "references: {model: m, energies: {Cu: -3.5}}");
    assertThat(own.objectionTo(model("m", "", ""))).isEmpty();
    assertThat(own.objectionTo(model("n", "PBE", "")))
        .contains(
            "the references are of the model 'm', and the campaign's is 'n' (0123456789abcdef)");
    ConfiguredStage digest =
        Comparing.read(new HullKind(), "references: {model: '01234567', energies: {Cu: -3.5}}");
    assertThat(digest.objectionTo(model("n", "", ""))).isEmpty();
    assertThat(Comparing.read(new HullKind(), "{}").objectionTo(model("m", "", ""))).isEmpty();
  }

  @Test
  void whatIsWrongIsSaidAtItsField(@TempDir Path folder) throws IOException {
    assertThat(Comparing.problems(new HullKind(), "{energy: formula, references: none}"))
        .containsExactly(
            "energy: in 'formula', column 1: is a text, expected a number",
            "references: expected structures, {file: references.yaml}, or {energies: {Cu: -3.5}}");
    assertThat(
            Comparing.problems(new HullKind(), "references: {energies: {Cu: low, Xx: 3}, fil: a}"))
        .hasSize(4)
        .anySatisfy(p -> assertThat(p).startsWith("references.functional: is missing, and so is"))
        .anySatisfy(p -> assertThat(p).startsWith("references.energies.Cu: "))
        .anySatisfy(p -> assertThat(p).startsWith("references.energies.Xx: is no element"))
        .anySatisfy(p -> assertThat(p).startsWith("references.fil: unknown key"));
    Files.writeString(folder.resolve("bad.yaml"), "functional: PBE\nenergies: {Cu: x}\nmore: 1\n");
    assertThat(
            Comparing.problems(
                new HullKind(), "references: {file: bad.yaml}", folder, Comparing.VOCABULARY))
        .hasSize(2)
        .allSatisfy(p -> assertThat(p).startsWith("references.file: " + folder + "/bad.yaml:"))
        .anySatisfy(p -> assertThat(p).contains("bad.yaml:2:16: energies.Cu: "))
        .anySatisfy(p -> assertThat(p).contains("bad.yaml:3:1: more: unknown key"));
    assertThat(
            Comparing.problems(
                new HullKind(), "references: {file: no.yaml}", folder, Comparing.VOCABULARY))
        .containsExactly(
            "references.file: "
                + folder
                + "/no.yaml is not there, expected a file with energies of elements");
  }
}
