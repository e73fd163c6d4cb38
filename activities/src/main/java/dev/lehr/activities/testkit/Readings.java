package dev.lehr.activities.testkit;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lehr.activities.document.CampaignParseException;
import dev.lehr.activities.document.CampaignProblem;
import dev.lehr.activities.document.Document;
import dev.lehr.activities.document.Fields;
import dev.lehr.activities.expressions.Vocabulary;
import dev.lehr.activities.stages.ConfiguredStage;
import dev.lehr.activities.stages.StageKind;
import dev.lehr.activities.stages.StageSite;
import java.util.List;

/**
 * A stage as a campaign file would have it, read by its kind.
 *
 * @param stage what was read
 * @param problems what was noted, in the order of the file
 */
record Readings(ConfiguredStage stage, List<String> problems) {

  private static final long SEED = 7;

  static Readings of(StageKind kind, ObjectNode settings, Vocabulary vocabulary) {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    node.put("id", "checked").put("kind", kind.name());
    node.setAll(settings.deepCopy());
    Document document = new Document("checked", node.toPrettyString());
    Fields fields = document.root();
    // What every stage has is asked for by the campaign, not by the kind.
    List.of("id", "kind").forEach(fields::optionalText);
    ConfiguredStage stage = kind.read(fields, new StageSite("checked", SEED, vocabulary));
    fields.end();
    return new Readings(stage, problems(document));
  }

  private static List<String> problems(Document document) {
    try {
      document.throwIfWrong();
      return List.of();
    } catch (CampaignParseException e) {
      return e.problems().stream().map(CampaignProblem::toString).toList();
    }
  }
}
