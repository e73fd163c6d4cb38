package dev.lehr.activities.run;

import dev.lehr.activities.engine.BatchEngine;
import dev.lehr.activities.ledger.CampaignRow;
import dev.lehr.activities.ledger.ShardKey;
import java.util.List;

/** The engines of a worker process: one for each device and model that its campaigns use. */
public interface Engines {

  /**
   * The engine that a shard's slices run on, started at the first call: the one that has the shard
   * already, or of those on the devices the one with the least to do.
   */
  BatchEngine engineFor(CampaignRow campaign, ShardKey shard);

  /** All engines that were started. */
  List<BatchEngine> started();
}
