package dev.lehr.activities.ledger;

/** One change that an engine brings to the ledger. */
public sealed interface LedgerWrite {

  /** The task that it is about. */
  TaskKey task();

  /** Generation of the task that the writer works on; another one's writes are refused. */
  int generation();

  /**
   * The task is in a batch from now on: status running, and a crash marker until it leaves.
   *
   * @param task structure and stage
   * @param generation see {@link #generation()}
   * @param incarnation names this life of the worker process
   */
  record Admitted(TaskKey task, int generation, String incarnation) implements LedgerWrite {}

  /**
   * Where the task is; replaces the checkpoint before it.
   *
   * @param task structure and stage
   * @param generation see {@link #generation()}
   * @param checkpoint what to go on from
   */
  record Progressed(TaskKey task, int generation, Checkpoint checkpoint) implements LedgerWrite {}

  /**
   * The task left the batch without an end (slice over, paused, evicted): its crash marker goes,
   * its checkpoint stays.
   *
   * @param task structure and stage
   * @param generation see {@link #generation()}
   */
  record Released(TaskKey task, int generation) implements LedgerWrite {}

  /**
   * The task ended: the result becomes current, the checkpoint and the crash marker go, and the log
   * gets a row. If it is not a success, the stages after it become skipped.
   *
   * @param task structure and stage
   * @param generation see {@link #generation()}
   * @param result how it ended
   */
  record Finished(TaskKey task, int generation, TaskResult result) implements LedgerWrite {}
}
