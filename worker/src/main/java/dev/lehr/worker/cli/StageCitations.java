package dev.lehr.worker.cli;

import dev.lehr.activities.campaign.Blueprint;
import dev.lehr.activities.ledger.CampaignRow;
import java.util.List;
import java.util.Map;

/** What the stages of a campaign ask to be cited. */
final class StageCitations {

  private StageCitations() {}

  /** Keys by stage; none where a kind of the campaign is not on this machine. */
  static Map<String, List<String>> of(CampaignRow campaign) {
    try {
      return Blueprint.of(campaign).citations();
    } catch (IllegalStateException unknownKind) {
      return Map.of();
    }
  }
}
