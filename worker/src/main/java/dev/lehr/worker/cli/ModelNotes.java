package dev.lehr.worker.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lehr.activities.ledger.CampaignRow;
import dev.lehr.activities.reports.data.StageInfo;
import dev.lehr.activities.reports.html.AboutModel;
import dev.lehr.worker.run.ModelCard;
import java.util.ArrayList;
import java.util.List;

/** What the models' cards say of a campaign's model, for reports. */
final class ModelNotes {

  private ModelNotes() {}

  /** Of a sum, what is said of all its terms; nothing of models that have no card here. */
  static AboutModel of(CampaignRow campaign, List<ModelCard> cards) {
    List<String> names = new ArrayList<>();
    names(StageInfo.definition(campaign).path("model"), names);
    List<ModelCard> found = cards.stream().filter(card -> isOf(card, names)).toList();
    List<String> notes = new ArrayList<>();
    // Where the file lies on this machine is nobody else's business; the digest says which it is.
    found.forEach(
        card -> card.notes().stream().filter(n -> !n.startsWith("File: ")).forEach(notes::add));
    return new AboutModel(
        found.size() == 1 ? found.get(0).summary() : "",
        notes,
        String.join(
            "; ",
            found.stream().map(ModelCard::source).filter(s -> !s.equals("not said")).toList()));
  }

  private static void names(JsonNode model, List<String> names) {
    names.add(model.path("name").asText());
    model.path("sum").forEach(term -> names(term, names));
  }

  /** Cards of cached models are named with their precision. */
  private static boolean isOf(ModelCard card, List<String> names) {
    return names.stream()
        .anyMatch(n -> card.name().equals(n) || card.name().startsWith(n + "-float"));
  }
}
