package dev.lehr.workflows.run;

import io.temporal.worker.Worker;

/** Takes the workflows into a worker. */
public final class LehrWorkflows {

  private static final Class<?>[] ALL_BUT_LANES = {
    CampaignWorkflowImpl.class, SubmitWorkflowImpl.class, AddWorkflowImpl.class
  };

  private LehrWorkflows() {}

  /** The id of a campaign's workflow: there is one of a name at a time. */
  public static String campaignId(String campaign) {
    return "lehr-" + campaign;
  }

  /** Registers the workflow types with a worker that listens on {@link TaskQueues#WORKFLOWS}. */
  public static void register(Worker worker) {
    worker.registerWorkflowImplementationTypes(ShardWorkflowImpl.class);
    worker.registerWorkflowImplementationTypes(ALL_BUT_LANES);
  }

  /** The same with a worker that has a version: of its types, lanes alone are pinned. */
  public static void registerVersioned(Worker worker) {
    worker.registerWorkflowImplementationTypes(PinnedShardWorkflow.class);
    worker.registerWorkflowImplementationTypes(ALL_BUT_LANES);
  }
}
