package dev.lehr.workflows.run;

import dev.lehr.workflows.contract.Added;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;
import java.util.Map;

/**
 * Adds what a campaign's folders have now to the campaign of that name, which is begun where there
 * is none: for schedules over folders that grow. It ends at once; the campaign's own workflow goes
 * on.
 */
@WorkflowInterface
public interface AddWorkflow {

  /** Type name in Temporal. */
  String TYPE = "LehrAdd";

  /**
   * Adds.
   *
   * @param campaign as in a campaign file; fails at once, with all problems, where it is unsound or
   *     not the same but for its structures
   */
  @WorkflowMethod(name = TYPE)
  Added run(Map<String, Object> campaign);
}
