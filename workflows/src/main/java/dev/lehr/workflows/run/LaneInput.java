package dev.lehr.workflows.run;

/**
 * The argument of a lane.
 *
 * @param campaignId the ledger's key
 * @param phase index of the phase
 * @param campaignRun run id of the campaign's workflow
 * @param lane the lane's number
 * @param sliceSeconds how long a slice may take
 */
public record LaneInput(
    long campaignId, int phase, String campaignRun, int lane, int sliceSeconds) {}
