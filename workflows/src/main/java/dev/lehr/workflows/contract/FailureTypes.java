package dev.lehr.workflows.contract;

import java.util.Set;

/** Types of application failures that no retry mends. */
public final class FailureTypes {

  /** The worker's model is not the one that the campaign was started with. */
  public static final String MODEL_MISMATCH = "lehr.ModelMismatch";

  /** The worker's ledger does not know the campaign; another worker's may. */
  public static final String CAMPAIGN_GONE = "lehr.CampaignGone";

  /** A payload is larger than Temporal takes. */
  public static final String PAYLOAD_TOO_LARGE = "lehr.PayloadTooLarge";

  /** What a user typed is no sound campaign. */
  public static final String BAD_CAMPAIGN = "lehr.BadCampaign";

  /**
   * A lane's claim of its shard is void: somebody else has it, or the ledger was put back to an
   * earlier state. The lane ends; another one claims what there is.
   */
  public static final String CLAIM_LOST = "lehr.ClaimLost";

  /** Those that no other lane and no other worker can mend. */
  public static final Set<String> ENDS_THE_CAMPAIGN = Set.of(MODEL_MISMATCH, PAYLOAD_TOO_LARGE);

  private FailureTypes() {}
}
