package dev.lehr.workflows.run;

import dev.lehr.workflows.contract.CampaignProgress;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;
import java.util.Map;

/**
 * A campaign from what a user typed: a campaign file as one JSON object, in the UI's form or to
 * {@code temporal workflow start}. It is taken into the ledger, and its workflow runs as a child.
 */
@WorkflowInterface
public interface SubmitWorkflow {

  /** Type name in Temporal. */
  String TYPE = "LehrSubmit";

  /**
   * Takes a campaign in and has it done.
   *
   * @param campaign as in a campaign file; fails at once, with all problems, where it is unsound
   */
  @WorkflowMethod(name = TYPE)
  CampaignProgress run(Map<String, Object> campaign);
}
