package dev.lehr.activities.ledger;

/**
 * One structure in one stage, or one of the evaluations that it takes there.
 *
 * @param campaignId the ledger's key of the campaign
 * @param stage index of the stage
 * @param structure index of the structure in the campaign, from 0
 * @param job number of the evaluation, from 1; 0: the task as a whole
 */
public record TaskKey(long campaignId, int stage, long structure, int job) {

  /** A structure in a stage. */
  public TaskKey(long campaignId, int stage, long structure) {
    this(campaignId, stage, structure, 0);
  }

  /** An evaluation of this task. */
  public TaskKey job(int number) {
    return new TaskKey(campaignId, stage, structure, number);
  }

  /** The task that it is, or that it is an evaluation of. */
  public TaskKey whole() {
    return new TaskKey(campaignId, stage, structure, 0);
  }

  /** Whether it is one of several evaluations of a task. */
  public boolean isJob() {
    return job > 0;
  }
}
