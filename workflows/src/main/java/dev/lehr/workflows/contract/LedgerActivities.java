package dev.lehr.workflows.contract;

import io.temporal.activity.ActivityInterface;
import io.temporal.activity.ActivityMethod;

/** Short questions to the ledger, and the long wait for progress. */
@ActivityInterface
public interface LedgerActivities {

  /** Reads the campaign that a workflow was started for. */
  @ActivityMethod(name = "lehr.openCampaign")
  CampaignPlan openCampaign(CampaignInput input);

  /** Gives a lane its next shard. */
  @ActivityMethod(name = "lehr.claimShard")
  ShardClaim claimShard(ClaimRequest request);

  /** All of a shard's log after a position, page by page. */
  @ActivityMethod(name = "lehr.readShardLog")
  ShardLogPage readShardLog(SliceRequest request);

  /** Waits for progress, heartbeating. */
  @ActivityMethod(name = "lehr.awaitProgress")
  CampaignProgress awaitProgress(ProgressRequest request);

  /** Does what is to be done with all structures of a phase together, heartbeating. */
  @ActivityMethod(name = "lehr.closePhase")
  PhaseClosed closePhase(PhaseEnd phase);

  /** Commits an intent. */
  @ActivityMethod(name = "lehr.recordIntent")
  IntentAnswer recordIntent(Intent intent);
}
