package com.example.alloys;

import dev.lehr.activities.campaign.Campaign;
import dev.lehr.activities.campaign.Stage;
import dev.lehr.activities.ledger.Ledger;
import dev.lehr.worker.run.Campaigns;
import dev.lehr.worker.run.StageResult;
import dev.lehr.workflows.contract.CampaignInput;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/** See {@link AlloyActivities}. */
public final class LedgerAlloyActivities implements AlloyActivities {

  private final Ledger ledger;
  private final Path folder;

  /** Activities on the ledger of Lehr's workers; files of campaigns would be in a folder. */
  public LedgerAlloyActivities(Ledger ledger, Path folder) {
    this.ledger = ledger;
    this.folder = folder;
  }

  @Override
  public CampaignInput take(List<String> elements) {
    Campaign campaign =
        Campaign.named("alloys-" + String.join("-", elements))
            .prototypes(List.of("A1", "L1_2"), elements)
            .model("eam-zhou2004", Map.of("elements", elements))
            .stage(Stage.relax("relax").cell("frechet").fmax(0.001))
            .stage(Stage.of("eos", "eos"));
    return Campaigns.take(ledger, campaign, folder);
  }

  @Override
  public HardestAlloy.Answer hardest(String campaign) {
    return Campaigns.results(ledger, campaign, "eos").stream()
        .filter(StageResult::isConverged)
        .map(r -> new HardestAlloy.Answer(r.id(), r.number("bulk_modulus")))
        .max(Comparator.comparingDouble(HardestAlloy.Answer::bulkModulus))
        .orElseThrow(() -> new IllegalStateException(campaign + ": no structure has ended well"));
  }
}
