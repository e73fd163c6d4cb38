package dev.lehr.workflows.run;

import dev.lehr.workflows.contract.Added;
import dev.lehr.workflows.contract.IntakeActivities;
import io.temporal.workflow.Workflow;
import java.util.Map;

/** See {@link AddWorkflow}. */
public final class AddWorkflowImpl implements AddWorkflow {

  private final IntakeActivities intake =
      Workflow.newActivityStub(IntakeActivities.class, Activities.intake());

  @Override
  public Added run(Map<String, Object> campaign) {
    return intake.addTo(campaign);
  }
}
