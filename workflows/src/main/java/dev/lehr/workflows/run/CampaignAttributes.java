package dev.lehr.workflows.run;

import io.temporal.common.SearchAttributeKey;
import java.util.List;

/**
 * The search attributes of campaigns and their lanes. A namespace must have been told of them
 * before ({@code lehr setup}): a workflow that sets one that is not known is stuck.
 */
public final class CampaignAttributes {

  /** The campaign's name. */
  public static final SearchAttributeKey<String> CAMPAIGN =
      SearchAttributeKey.forKeyword("LehrCampaign");

  /** The first stage that is not done, else the last. */
  public static final SearchAttributeKey<String> STAGE = SearchAttributeKey.forKeyword("LehrStage");

  /** The model's name. */
  public static final SearchAttributeKey<String> MODEL = SearchAttributeKey.forKeyword("LehrModel");

  /** Structures that are through all stages. */
  public static final SearchAttributeKey<Long> DONE = SearchAttributeKey.forLong("LehrDone");

  /** Structures that failed or did not converge in some stage. */
  public static final SearchAttributeKey<Long> FAILED = SearchAttributeKey.forLong("LehrFailed");

  /** Why nothing is committed, {@link dev.lehr.workflows.status.Stall#key()}; unset where it is. */
  public static final SearchAttributeKey<String> STALL = SearchAttributeKey.forKeyword("LehrStall");

  /** All of them. */
  public static final List<SearchAttributeKey<?>> ALL =
      List.of(CAMPAIGN, STAGE, MODEL, DONE, FAILED, STALL);

  private CampaignAttributes() {}
}
