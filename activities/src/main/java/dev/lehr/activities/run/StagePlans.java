package dev.lehr.activities.run;

import dev.lehr.activities.engine.StagePlan;
import dev.lehr.activities.ledger.CampaignRow;

/** Reads the plan of a campaign's phase from its definition. */
@FunctionalInterface
public interface StagePlans {

  /** The plan of a phase. */
  StagePlan of(CampaignRow campaign, int phase);
}
