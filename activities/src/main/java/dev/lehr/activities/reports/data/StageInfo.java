package dev.lehr.activities.reports.data;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.lehr.activities.ledger.CampaignRow;
import java.util.ArrayList;
import java.util.List;

/**
 * A stage as its campaign defines it.
 *
 * @param index in the campaign
 * @param id its id
 * @param kind relax, eos, ...; empty where the definition does not say
 * @param settings its object in the canonical definition
 */
public record StageInfo(int index, String id, String kind, JsonNode settings) {

  private static final ObjectMapper JSON = new ObjectMapper();

  /** The canonical definition of a campaign as JSON; an empty object where it is none. */
  public static JsonNode definition(CampaignRow campaign) {
    try {
      return JSON.readTree(campaign.definition());
    } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
      return JSON.createObjectNode();
    }
  }

  /** The stages of a campaign, in the ledger's order. */
  public static List<StageInfo> of(CampaignRow campaign) {
    JsonNode defined = definition(campaign).path("stages");
    List<StageInfo> stages = new ArrayList<>();
    for (String id : campaign.stages()) {
      JsonNode settings = JSON.createObjectNode();
      for (JsonNode stage : defined) {
        settings = stage.path("id").asText().equals(id) ? stage : settings;
      }
      stages.add(new StageInfo(stages.size(), id, settings.path("kind").asText(), settings));
    }
    return stages;
  }
}
