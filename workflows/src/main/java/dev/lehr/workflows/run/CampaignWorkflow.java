package dev.lehr.workflows.run;

import dev.lehr.workflows.contract.CampaignInput;
import dev.lehr.workflows.contract.CampaignProgress;
import dev.lehr.workflows.contract.IntentAnswer;
import io.temporal.workflow.QueryMethod;
import io.temporal.workflow.UpdateMethod;
import io.temporal.workflow.UpdateValidatorMethod;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;

/** A campaign from its first phase to its last. */
@WorkflowInterface
public interface CampaignWorkflow {

  /** Type name in Temporal. */
  String TYPE = "LehrCampaign";

  /**
   * Runs what the ledger says is left to do, and answers how it ended.
   *
   * @param input names a campaign that is in the ledger
   */
  @WorkflowMethod(name = TYPE)
  CampaignProgress run(CampaignInput input);

  /** How far the campaign is, as of the last news. */
  @QueryMethod(
      name = "progress",
      description = "Counts by stage and status, open shards, occupancy, mode")
  CampaignProgress progress();

  /** Checkpoints everything in flight and waits. */
  @UpdateMethod(name = "pause", description = "Checkpoint everything in flight and wait")
  IntentAnswer pause(IntentArgument argument);

  /** Refuses what cannot be paused. */
  @UpdateValidatorMethod(updateName = "pause")
  void validatePause(IntentArgument argument);

  /** Goes on after a pause. */
  @UpdateMethod(name = "resume", description = "Go on after a pause")
  IntentAnswer resume(IntentArgument argument);

  /** Refuses where the campaign has ended. */
  @UpdateValidatorMethod(updateName = "resume")
  void validateResume(IntentArgument argument);

  /** Checkpoints and ends; what is not done becomes cancelled. */
  @UpdateMethod(name = "cancel", description = "Checkpoint and end; what is not done is cancelled")
  IntentAnswer cancel(IntentArgument argument);

  /** Refuses where the campaign has ended. */
  @UpdateValidatorMethod(updateName = "cancel")
  void validateCancel(IntentArgument argument);

  /** Opens what failed or did not converge again, as a new generation. */
  @UpdateMethod(name = "retry", description = "Try failed and unconverged structures again")
  IntentAnswer retry(IntentArgument argument);

  /** Refuses where the campaign has ended. */
  @UpdateValidatorMethod(updateName = "retry")
  void validateRetry(IntentArgument argument);
}
