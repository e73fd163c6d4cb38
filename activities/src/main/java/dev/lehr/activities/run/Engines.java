package dev.lehr.activities.run;

import dev.lehr.activities.engine.BatchEngine;
import dev.lehr.activities.ledger.CampaignRow;
import java.util.List;

/** The engines of a worker process: one for each model that its campaigns use. */
public interface Engines {

  /** The engine that a campaign's slices run on, started at the first call. */
  BatchEngine engineFor(CampaignRow campaign);

  /** All engines that were started. */
  List<BatchEngine> started();
}
