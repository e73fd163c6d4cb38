package dev.lehr.workflows.run;

import dev.lehr.workflows.contract.CampaignInput;
import dev.lehr.workflows.contract.CampaignProgress;
import dev.lehr.workflows.contract.IntakeActivities;
import io.temporal.api.enums.v1.ParentClosePolicy;
import io.temporal.workflow.ChildWorkflowOptions;
import io.temporal.workflow.Workflow;
import java.util.Map;

/** See {@link SubmitWorkflow}. */
public final class SubmitWorkflowImpl implements SubmitWorkflow {

  private static final int INTAKE_SECONDS = 3600;

  private final IntakeActivities intake =
      Workflow.newActivityStub(IntakeActivities.class, Activities.progress(INTAKE_SECONDS));

  @Override
  public CampaignProgress run(Map<String, Object> campaign) {
    CampaignInput input = intake.takeIn(campaign);
    CampaignWorkflow child =
        Workflow.newChildWorkflowStub(
            CampaignWorkflow.class,
            ChildWorkflowOptions.newBuilder()
                .setWorkflowId(LehrWorkflows.campaignId(input.name()))
                .setTaskQueue(TaskQueues.WORKFLOWS)
                .setParentClosePolicy(ParentClosePolicy.PARENT_CLOSE_POLICY_ABANDON)
                .build());
    return child.run(input);
  }
}
