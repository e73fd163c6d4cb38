package dev.lehr.workflows.run;

/** Names of the task queues. */
public final class TaskQueues {

  /** Workflows and questions to the ledger. */
  public static final String WORKFLOWS = "lehr-workflows";

  /** Slices, for any worker with an engine. */
  public static final String ENGINE = "lehr-engine";

  private TaskQueues() {}

  /**
   * Slices for workers of a class, such as those with one kind of device or one model.
   *
   * @param workerClass its name; empty: any worker, {@link #ENGINE}
   */
  public static String engine(String workerClass) {
    return workerClass.isEmpty() ? ENGINE : ENGINE + "." + workerClass;
  }
}
