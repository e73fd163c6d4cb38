package com.example.alloys;

import dev.lehr.workflows.contract.CampaignInput;
import io.temporal.activity.ActivityInterface;
import java.util.List;

/** What the workflow needs of the world: campaigns of the ledger. */
@ActivityInterface
public interface AlloyActivities {

  /** Takes a campaign of all alloys of some elements into the ledger. */
  CampaignInput take(List<String> elements);

  /** The one of a campaign's alloys with the largest bulk modulus. */
  HardestAlloy.Answer hardest(String campaign);
}
