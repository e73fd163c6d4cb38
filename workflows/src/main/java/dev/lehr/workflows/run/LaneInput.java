package dev.lehr.workflows.run;

import org.jspecify.annotations.Nullable;

/**
 * The argument of a lane.
 *
 * @param campaignId the ledger's key
 * @param phase index of the phase
 * @param campaignRun run id of the campaign's workflow
 * @param lane the lane's number
 * @param sliceSeconds how long a slice may take
 * @param workers class of the workers that run its slices; null or empty: any
 */
public record LaneInput(
    long campaignId,
    int phase,
    String campaignRun,
    int lane,
    int sliceSeconds,
    @Nullable String workers) {

  /** The task queue of its slices. */
  String queue() {
    return TaskQueues.engine(workers == null ? "" : workers);
  }
}
