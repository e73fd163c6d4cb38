package dev.lehr.worker.run;

import dev.lehr.activities.ledger.CampaignRow;
import dev.lehr.activities.ledger.Ledger;
import dev.lehr.workflows.contract.CampaignInput;
import dev.lehr.workflows.contract.CampaignMode;
import dev.lehr.workflows.run.CampaignWorkflow;
import dev.lehr.workflows.run.LehrWorkflows;
import dev.lehr.workflows.run.TaskQueues;
import dev.lehr.workflows.status.TaskStatus;
import io.temporal.api.enums.v1.WorkflowIdConflictPolicy;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.WorkflowStub;

/** Starts the workflow of a campaign that is in the ledger. */
public final class CampaignStart {

  private static final int SLICE_SECONDS = 60;

  private CampaignStart() {}

  /** The id of a campaign's workflow: there is one of a name at a time. */
  public static String workflowId(String campaign) {
    return LehrWorkflows.campaignId(campaign);
  }

  /** Whether a campaign has something left to do that its user wants done. */
  public static boolean isNeeded(Ledger ledger, CampaignRow campaign) {
    if (campaign.part().isPresent()) {
      // What compares all structures waits for the other parts.
      return campaign.mode() == CampaignMode.RUNNING
          && !ledger.progress(campaign.id(), 0).phaseDone();
    }
    return campaign.mode() == CampaignMode.RUNNING
        && ledger.progress(campaign.id(), 0).stages().stream()
            .flatMap(stage -> stage.counts().entrySet().stream())
            .anyMatch(n -> n.getValue() > 0 && !TaskStatus.ofKey(n.getKey()).isTerminal());
  }

  /** What its workflow is started with on a server that keeps what it is told. */
  static CampaignInput input(CampaignRow campaign) {
    return input(campaign, SLICE_SECONDS);
  }

  private static CampaignInput input(CampaignRow campaign, int sliceSeconds) {
    return new CampaignInput(campaign.id(), campaign.name(), sliceSeconds, 0);
  }

  /** Starts it on such a server, or finds the one that runs. */
  public static WorkflowStub on(WorkflowClient client, CampaignRow campaign) {
    return on(client, campaign, SLICE_SECONDS);
  }

  /** Starts it, or finds the one that runs. */
  public static WorkflowStub on(WorkflowClient client, CampaignRow campaign, int sliceSeconds) {
    WorkflowStub stub =
        client.newUntypedWorkflowStub(
            CampaignWorkflow.TYPE,
            WorkflowOptions.newBuilder()
                .setWorkflowId(workflowId(campaign.name()))
                .setTaskQueue(TaskQueues.WORKFLOWS)
                .setWorkflowIdConflictPolicy(
                    WorkflowIdConflictPolicy.WORKFLOW_ID_CONFLICT_POLICY_USE_EXISTING)
                .setStaticSummary("Campaign " + campaign.name())
                .build());
    stub.start(input(campaign, sliceSeconds));
    return stub;
  }
}
