package dev.lehr.workflows.run;

/** Names of the task queues. */
public final class TaskQueues {

  /** Workflows and questions to the ledger. */
  public static final String WORKFLOWS = "lehr-workflows";

  /** Slices, for any worker with an engine. */
  public static final String ENGINE = "lehr-engine";

  private TaskQueues() {}
}
