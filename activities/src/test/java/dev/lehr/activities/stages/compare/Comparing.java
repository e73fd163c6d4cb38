package dev.lehr.activities.stages.compare;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.lehr.activities.document.CampaignParseException;
import dev.lehr.activities.document.Document;
import dev.lehr.activities.document.Fields;
import dev.lehr.activities.expressions.ValueType;
import dev.lehr.activities.expressions.Vocabulary;
import dev.lehr.activities.stages.ComparisonStage;
import dev.lehr.activities.stages.ConfiguredStage;
import dev.lehr.activities.stages.StageKind;
import dev.lehr.activities.stages.StageSite;
import dev.lehr.simulation.analysis.hull.Composition;
import dev.lehr.simulation.recipe.Candidate;
import dev.lehr.simulation.recipe.Step;
import dev.lehr.simulation.structure.Structure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.zip.GZIPInputStream;

/** Stages that have been read, and what they are asked about, for the tests of this package. */
final class Comparing {

  static final Vocabulary VOCABULARY =
      Vocabulary.ofStructures()
          .stage(
              "relax", Set.of(), Map.of("energy", ValueType.NUMBER, "enthalpy", ValueType.NUMBER))
          .build();

  private Comparing() {}

  /** The stage of settings without problems; they are read back to the same. */
  static ConfiguredStage read(StageKind kind, String yaml) {
    return read(kind, yaml, Path.of(""));
  }

  static ConfiguredStage read(StageKind kind, String yaml, Path folder) {
    assertThat(problems(kind, yaml, folder, VOCABULARY)).isEmpty();
    ConfiguredStage stage = reading(kind, new Document("campaign.yaml", yaml), folder);
    String canonical = stage.settings().toString();
    Path nowhere = Path.of("/nowhere");
    assertThat(problems(kind, canonical, nowhere, VOCABULARY)).as(canonical).isEmpty();
    assertThat(reading(kind, new Document("campaign.yaml", canonical), nowhere)).isEqualTo(stage);
    return stage;
  }

  private static ConfiguredStage reading(StageKind kind, Document document, Path folder) {
    return kind.read(document.root(), new StageSite("here", 7, VOCABULARY, folder));
  }

  /** The problems of settings, each as path and message. */
  static List<String> problems(StageKind kind, String yaml) {
    return problems(kind, yaml, Path.of(""), VOCABULARY);
  }

  static List<String> problems(StageKind kind, String yaml, Path folder, Vocabulary vocabulary) {
    Document document = new Document("campaign.yaml", yaml);
    Fields fields = document.root();
    ConfiguredStage stage = kind.read(fields, new StageSite("here", 7, vocabulary, folder));
    assertThat(stage.settings()).as("something that works").isNotNull();
    fields.end();
    try {
      document.throwIfWrong();
      return List.of();
    } catch (CampaignParseException e) {
      return e.problems().stream().map(p -> p.path() + ": " + p.message()).toList();
    }
  }

  /** Decides; what is found has the names that the stage says. */
  static List<Step> decide(ConfiguredStage stage, List<Candidate> candidates) {
    List<Step> steps = ((ComparisonStage) stage).decide(candidates);
    assertThat(steps).hasSameSizeAs(candidates);
    for (Step step : steps) {
      if (step instanceof Step.Done done) {
        assertThat(List.copyOf(done.values().keySet()))
            .isEqualTo(List.copyOf(stage.values().keySet()));
      }
    }
    return steps;
  }

  static Map<String, ?> values(Step step) {
    assertThat(step).isInstanceOf(Step.Done.class);
    return ((Step.Done) step).values();
  }

  static Candidate candidate(String id, Map<String, Integer> counts, double energy) {
    return new Candidate(
        id, Composition.of(counts), Optional.empty(), Map.of("relax", Map.of("energy", energy)));
  }

  static Candidate candidate(Structure structure, Map<String, Object> found) {
    return new Candidate(
        structure.id(), Composition.of(structure), Optional.of(structure), Map.of("relax", found));
  }

  /** Reference numbers beside the tests of the simulation. */
  static JsonNode golden(String name) throws IOException {
    Path path = Path.of("../simulation/src/test/resources/golden/analysis", name);
    try (var in = new GZIPInputStream(Files.newInputStream(path))) {
      return new ObjectMapper().readTree(in);
    }
  }
}
