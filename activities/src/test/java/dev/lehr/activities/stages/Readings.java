package dev.lehr.activities.stages;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lehr.activities.document.CampaignParseException;
import dev.lehr.activities.document.CampaignProblem;
import dev.lehr.activities.document.Document;
import dev.lehr.activities.document.Fields;
import dev.lehr.activities.expressions.Vocabulary;
import dev.lehr.simulation.model.Truncation;
import dev.lehr.simulation.model.ZhouEam;
import dev.lehr.simulation.parallel.Workers;
import dev.lehr.simulation.recipe.Recipes;
import dev.lehr.simulation.recipe.Step;
import dev.lehr.simulation.run.Execution;
import dev.lehr.simulation.structure.Structure;
import java.util.List;

/** Kinds reading their settings from a text. */
final class Readings {

  private static final StageSite SITE = new StageSite("here", 7, Vocabulary.ofStructures().build());

  private Readings() {}

  /** The stage of settings without problems; they are read back to the same. */
  static RecipeStage read(StageKind kind, String yaml) {
    RecipeStage stage = reading(kind, yaml);
    String canonical = stage.settings().toString();
    RecipeStage again = reading(kind, canonical);
    assertThat(again.settings().toString()).isEqualTo(canonical);
    assertThat(again).as("read back from " + canonical).usingRecursiveComparison().isEqualTo(stage);
    return stage;
  }

  private static RecipeStage reading(StageKind kind, String yaml) {
    Document document = new Document("campaign.yaml", yaml);
    Fields fields = document.root();
    RecipeStage stage = (RecipeStage) kind.read(fields, SITE);
    fields.end();
    try {
      document.throwIfWrong();
    } catch (CampaignParseException e) {
      throw new AssertionError(e.getMessage(), e);
    }
    return stage;
  }

  /** The problems of settings, each as path and message. */
  static List<String> problems(StageKind kind, String yaml) {
    Document document = new Document("campaign.yaml", yaml);
    Fields fields = document.root();
    assertThat(kind.read(fields, SITE).settings()).as("something that works").isNotNull();
    fields.end();
    try {
      document.throwIfWrong();
      return List.of();
    } catch (CampaignParseException e) {
      return e.problems().stream().map(Readings::shown).toList();
    }
  }

  private static String shown(CampaignProblem problem) {
    return problem.path() + ": " + problem.message();
  }

  /** Runs a stage on copper; what it finds has the names and types that it says. */
  static Step.Done run(RecipeStage stage, Structure structure) {
    Step step =
        Recipes.run(
            stage.recipe(),
            structure,
            new ZhouEam(List.of("Cu", "Ni"), Truncation.SMOOTH, Workers.serial()),
            Execution.defaults());
    assertThat(step).as(step.toString()).isInstanceOf(Step.Done.class);
    Step.Done done = (Step.Done) step;
    assertThat(done.values().keySet().toString()).isEqualTo(stage.values().keySet().toString());
    done.values()
        .forEach(
            (name, value) -> {
              boolean fits =
                  switch (stage.values().get(name)) {
                    case NUMBER -> value == null || value instanceof Double;
                    case COUNT -> value instanceof Integer || value instanceof Long;
                    case TEXT -> value instanceof String;
                    case TRUTH -> value instanceof Boolean;
                    case TEXTS ->
                        value instanceof List<?> l && l.stream().allMatch(String.class::isInstance);
                    case NUMBERS ->
                        value instanceof List<?> l && l.stream().allMatch(Number.class::isInstance);
                    case ANYTHING -> true;
                  };
              assertThat(fits).as("%s: %s is %s", name, value, stage.values().get(name)).isTrue();
            });
    return done;
  }

  /** One atom of copper as fcc, a little off its lattice constant. */
  static Structure copper() {
    double h = 3.61 / 2;
    return Structure.builder("cu", "test", new int[] {29}, new double[3])
        .cell(new double[] {0, h, h, h, 0, h, h, h, 0})
        .pbc(true, true, true)
        .build();
  }
}
