package dev.lehr.workflows.contract;

/**
 * A lane asks for a shard.
 *
 * @param campaignId the ledger's key
 * @param phase index into the plan's phases
 * @param campaignRun run id of the first execution of the campaign's workflow: shards held by lanes
 *     of an earlier one are free
 * @param lane the lane's number
 * @param runId the run id of the lane's workflow: asking again with the same one gives the same
 *     answer
 */
public record ClaimRequest(
    long campaignId, int phase, String campaignRun, int lane, String runId) {}
