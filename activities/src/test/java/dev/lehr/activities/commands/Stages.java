package dev.lehr.activities.commands;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.lehr.activities.document.CampaignParseException;
import dev.lehr.activities.document.CampaignProblem;
import dev.lehr.activities.document.Document;
import dev.lehr.activities.document.Fields;
import dev.lehr.activities.expressions.ValueType;
import dev.lehr.activities.expressions.Vocabulary;
import dev.lehr.activities.stages.StageSite;
import dev.lehr.simulation.structure.Structure;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Command stages of YAML, for tests; a stage {@code relax} comes before them. */
final class Stages {

  static final Vocabulary VOCABULARY =
      Vocabulary.ofStructures()
          .stage(
              "relax",
              Set.of(),
              Map.of("energy_per_atom", ValueType.NUMBER, "status", ValueType.TEXT))
          .build();

  /** Rock salt, of two atoms. */
  static final Structure SALT =
      Structure.builder(
              "salt", "salt.extxyz#0", new int[] {11, 17}, new double[] {0, 0, 0, 2.8, 0, 0})
          .cell(new double[] {0, 2.8, 2.8, 2.8, 0, 2.8, 2.8, 2.8, 0})
          .pbc(true, true, true)
          .build();

  private Stages() {}

  static CommandStage of(String yaml) throws CampaignParseException {
    Document document = new Document("campaign.yaml", yaml);
    Fields fields = document.root();
    CommandStage stage =
        (CommandStage) new CommandKind().read(fields, new StageSite("dft", 0, VOCABULARY));
    fields.end();
    document.throwIfWrong();
    return stage;
  }

  static CommandSpec spec(String yaml) {
    try {
      return of(yaml).spec();
    } catch (CampaignParseException e) {
      throw new AssertionError(e);
    }
  }

  static List<String> problems(String yaml) {
    try {
      of(yaml);
      return List.of();
    } catch (CampaignParseException e) {
      return e.problems().stream().map(CampaignProblem::toString).toList();
    }
  }

  static CommandStage again(CommandStage stage) throws CampaignParseException {
    try {
      return of(new ObjectMapper().writeValueAsString(stage.settings()));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
