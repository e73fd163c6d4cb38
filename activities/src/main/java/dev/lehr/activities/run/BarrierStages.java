package dev.lehr.activities.run;

import dev.lehr.activities.ledger.CampaignRow;
import dev.lehr.activities.stages.BarrierStage;

/** Reads stages for which all structures have to be there from a campaign's definition. */
@FunctionalInterface
public interface BarrierStages {

  /** The stage of an index. */
  BarrierStage of(CampaignRow campaign, int index);
}
