package dev.lehr.activities.stages.compare;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lehr.activities.document.Document;
import dev.lehr.activities.expressions.Vocabulary;
import dev.lehr.activities.stages.ConfiguredStage;
import dev.lehr.activities.stages.StageSite;
import dev.lehr.simulation.analysis.match.StructureMatcher;
import dev.lehr.simulation.recipe.Candidate;
import dev.lehr.simulation.recipe.Step;
import dev.lehr.simulation.structure.Elements;
import dev.lehr.simulation.structure.Structure;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

class DeduplicateStageTest {

  private static double[] numbers(JsonNode node) {
    return StreamSupport.stream(node.spliterator(), false)
        .mapToDouble(JsonNode::asDouble)
        .toArray();
  }

  private static Structure structure(String id, JsonNode node) {
    int[] elements =
        StreamSupport.stream(node.get("symbols").spliterator(), false)
            .mapToInt(s -> Elements.require(s.asText()))
            .toArray();
    return Structure.builder(id, "pymatgen", elements, numbers(node.get("positions")))
        .cell(numbers(node.get("cell")))
        .pbc(true, true, true)
        .build();
  }

  private static Structure fcc(String id, double a) {
    double h = a / 2;
    return Structure.builder(id, "test", new int[] {29}, new double[3])
        .cell(new double[] {0, h, h, h, 0, h, h, h, 0})
        .pbc(true, true, true)
        .build();
  }

  private static Structure cube(String id, double a) {
    double h = a / 2;
    return Structure.builder(
            id,
            "test",
            new int[] {29, 29, 29, 29},
            new double[] {0, 0, 0, 0, h, h, h, 0, h, h, h, 0})
        .cell(new double[] {a, 0, 0, 0, a, 0, 0, 0, a})
        .pbc(true, true, true)
        .build();
  }

  private static Structure bcc(String id, double a) {
    double h = a / 2;
    return Structure.builder(id, "test", new int[] {29}, new double[3])
        .cell(new double[] {-h, h, h, h, -h, h, h, h, -h})
        .pbc(true, true, true)
        .build();
  }

  /** Against pymatgen's StructureMatcher ({@code bench/reference/pymatgen_matches.py}). */
  @Test
  void pairsAreDuplicatesWhereThoseOfPymatgenAre() throws IOException {
    ConfiguredStage stage = Comparing.read(new DeduplicateKind(), "keep: first");
    int same = 0;
    List<String> disagreements = new ArrayList<>();
    for (JsonNode c : Comparing.golden("pymatgen_matches.json.gz").get("cases")) {
      List<Step> steps =
          Comparing.decide(
              stage,
              List.of(
                  Comparing.candidate(structure("a", c.get("a")), Map.of()),
                  Comparing.candidate(structure("b", c.get("b")), Map.of())));
      boolean isDuplicate = steps.get(1).equals(new Step.Dropped("duplicate", "of a, the first"));
      List<String> ofFirst = isDuplicate ? List.of("b") : List.of();
      assertThat(Comparing.values(steps.get(0)).get("duplicates")).isEqualTo(ofFirst);
      same += isDuplicate ? 1 : 0;
      if (isDuplicate != (c.get("fit").asBoolean() || c.get("reversed").asBoolean())) {
        disagreements.add(c.get("name").asText());
      }
    }
    assertThat(same).isBetween(90, 115);
    // Supercells so shaken that whether they have a smaller cell is a matter of taste.
    assertThat(disagreements)
        .containsExactly(
            "fcc, noise 0.1",
            "rutile, noise 0.1",
            "anatase, noise 0.05",
            "quartz, noise 0.05",
            "random 0, noise 0.1");
  }

  @Test
  void theOneOfLowestEnergyAnAtomIsKept() {
    ConfiguredStage stage = Comparing.read(new DeduplicateKind(), "{}");
    Structure molecule = Structure.builder("m", "test", new int[] {29}, new double[3]).build();
    List<Candidate> candidates =
        List.of(
            Comparing.candidate(fcc("unknown", 3.6), Map.of()),
            Comparing.candidate(fcc("high", 3.6), Map.of("energy", -3.4)),
            Comparing.candidate(bcc("bcc", 2.9), Map.of("energy", -3.3)),
            Comparing.candidate(cube("low", 3.7), Map.of("energy", -3.5 * 4)),
            Comparing.candidate(molecule, Map.of("energy", 0.0)));
    assertThat(Comparing.decide(stage, candidates))
        .containsExactly(
            new Step.Dropped("duplicate", "of low, the one of lowest energy known"),
            new Step.Dropped("duplicate", "of low, the one of lowest energy known"),
            Step.Done.found(Map.of("duplicates", List.of())),
            Step.Done.found(Map.of("duplicates", List.of("unknown", "high"))),
            Step.Done.found(Map.of("duplicates", List.of())));
  }

  @Test
  void whereNoStageFindsAnEnergyTheFirstIsKept() {
    Vocabulary nothing = Vocabulary.ofStructures().build();
    ConfiguredStage stage =
        new DeduplicateKind().read(new Document("f", "{}").root(), new StageSite("d", 0, nothing));
    assertThat(stage.settings())
        .hasToString("{\"ltol\":0.2,\"stol\":0.3,\"angle_tol\":5.0,\"keep\":\"first\"}");
    assertThat(stage)
        .isEqualTo(new DeduplicateStage(StructureMatcher.defaults(), java.util.Optional.empty()));
  }

  @Test
  void tolerancesDecide() {
    List<Candidate> candidates =
        List.of(
            Comparing.candidate(fcc("fcc", 3.6), Map.of()),
            Comparing.candidate(stretched(1.1), Map.of()));
    ConfiguredStage loose = Comparing.read(new DeduplicateKind(), "{}");
    assertThat(Comparing.decide(loose, candidates).get(1)).isInstanceOf(Step.Dropped.class);
    ConfiguredStage strict =
        Comparing.read(new DeduplicateKind(), "{ltol: 0.01, stol: 0.05, angle_tol: 1}");
    assertThat(Comparing.decide(strict, candidates).get(1)).isInstanceOf(Step.Done.class);
  }

  private static Structure stretched(double c) {
    double h = 1.8;
    return Structure.builder("long", "test", new int[] {29}, new double[3])
        .cell(new double[] {0, h, h * c, h, 0, h * c, h, h, 0})
        .pbc(true, true, true)
        .build();
  }

  @Test
  void whatIsWrongIsSaidAtItsField() {
    assertThat(
            Comparing.problems(
                new DeduplicateKind(), "{ltol: 2, keep: lowest, energy: formula, angle: 3}"))
        .containsExactly(
            "ltol: found '2', expected a number above 0.0 and at most 0.99",
            "keep: found 'lowest', expected one of lowest-energy, first",
            "energy: in 'formula', column 1: is a text, expected a number",
            "angle: unknown key; known here: ltol, stol, angle_tol, keep, energy");
    assertThat(Comparing.problems(new DeduplicateKind(), "{keep: first, energy: energy}"))
        .containsExactly("energy: is not looked at with keep: first");
  }
}
