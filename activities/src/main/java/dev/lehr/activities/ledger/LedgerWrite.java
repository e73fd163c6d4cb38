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
   * @param company with whom
   */
  record Admitted(TaskKey task, int generation, String incarnation, Company company)
      implements LedgerWrite {
    /** Among others, as most are. */
    public Admitted(TaskKey task, int generation, String incarnation) {
      this(task, generation, incarnation, Company.OTHERS);
    }
  }

  /** With whom a task is in the batch: if the worker dies, whom to suspect. */
  enum Company {
    /** With others, or they may join. */
    OTHERS(0),
    /** Alone, in a worker that has run nothing else yet: it may be the worker. */
    NOBODY(2),
    /** Alone, in a worker that has run others well: it is the task. */
    NOBODY_AFTER_OTHERS(4);

    private final int weight;

    Company(int weight) {
      this.weight = weight;
    }

    /** What a death is worth as evidence; {@link #PROOF} is enough. */
    public int weight() {
      return weight;
    }
  }

  /**
   * The weight of evidence that convicts a task of killing its workers: three deaths alone in
   * workers that had run others well. Fewer would convict innocents where workers are preempted.
   * Each step that is committed acquits.
   */
  int PROOF = 12;

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
   * @param memory digest under which it is remembered; empty: it is not
   */
  record Finished(TaskKey task, int generation, TaskResult result, String memory)
      implements LedgerWrite {
    /** Not to be remembered. */
    public Finished(TaskKey task, int generation, TaskResult result) {
      this(task, generation, result, "");
    }
  }

  /**
   * The task has begun with something that is not in a batch: status running, and no crash marker.
   *
   * @param task structure and stage
   * @param generation see {@link #generation()}
   */
  record Begun(TaskKey task, int generation) implements LedgerWrite {}

  /**
   * The task has gone well alone: nothing is held against it any more. It stays in the batch, with
   * company.
   *
   * @param task structure and stage
   * @param generation see {@link #generation()}
   * @param incarnation names this life of the worker process
   */
  record Cleared(TaskKey task, int generation, String incarnation) implements LedgerWrite {}
}
