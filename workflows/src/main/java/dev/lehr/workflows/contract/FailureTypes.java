package dev.lehr.workflows.contract;

/** Types of application failures that no retry mends. */
public final class FailureTypes {

  /** The worker's model is not the one that the campaign was started with. */
  public static final String MODEL_MISMATCH = "lehr.ModelMismatch";

  /** The ledger does not know the campaign. */
  public static final String CAMPAIGN_GONE = "lehr.CampaignGone";

  private FailureTypes() {}
}
