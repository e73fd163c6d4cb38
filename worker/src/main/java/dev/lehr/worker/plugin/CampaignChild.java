package dev.lehr.worker.plugin;

import dev.lehr.workflows.contract.CampaignInput;
import dev.lehr.workflows.contract.CampaignProgress;
import dev.lehr.workflows.run.CampaignWorkflow;
import dev.lehr.workflows.run.LehrWorkflows;
import dev.lehr.workflows.run.TaskQueues;
import io.temporal.api.enums.v1.ParentClosePolicy;
import io.temporal.workflow.ChildWorkflowOptions;
import io.temporal.workflow.Workflow;

/** A campaign as a child of a user's own workflow. */
public final class CampaignChild {

  private CampaignChild() {}

  /**
   * Has a campaign done by Lehr's workers, and answers the counts when it has ended.
   *
   * @param campaign as {@link dev.lehr.worker.run.Campaigns#take} answered it in an activity
   */
  public static CampaignProgress run(CampaignInput campaign) {
    return of(campaign).run(campaign);
  }

  /**
   * A stub of the child, for those who do something else meanwhile. Where the parent ends before
   * it, the campaign goes on.
   *
   * @param campaign as {@link dev.lehr.worker.run.Campaigns#take} answered it in an activity
   */
  public static CampaignWorkflow of(CampaignInput campaign) {
    return Workflow.newChildWorkflowStub(
        CampaignWorkflow.class,
        ChildWorkflowOptions.newBuilder()
            .setWorkflowId(LehrWorkflows.campaignId(campaign.name()))
            .setTaskQueue(TaskQueues.WORKFLOWS)
            .setStaticSummary("Campaign " + campaign.name())
            .setParentClosePolicy(ParentClosePolicy.PARENT_CLOSE_POLICY_ABANDON)
            .build());
  }
}
