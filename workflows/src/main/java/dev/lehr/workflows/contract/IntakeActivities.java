package dev.lehr.workflows.contract;

import io.temporal.activity.ActivityInterface;
import io.temporal.activity.ActivityMethod;
import java.util.Map;

/** Takes campaigns into the ledger. */
@ActivityInterface
public interface IntakeActivities {

  /**
   * Takes a campaign in, or finds it.
   *
   * @param campaign as in a campaign file
   * @return what its workflow is started with; fails for good, with all problems, where it is
   *     unsound
   */
  @ActivityMethod(name = "lehr.takeIn")
  CampaignInput takeIn(Map<String, Object> campaign);

  /**
   * Takes a campaign in, or adds the structures to it that it does not have, and starts its
   * workflow where something is left to do.
   *
   * @param campaign as in a campaign file
   * @return what came of it; fails for good, with all problems, where it is unsound
   */
  @ActivityMethod(name = "lehr.addTo")
  Added addTo(Map<String, Object> campaign);
}
