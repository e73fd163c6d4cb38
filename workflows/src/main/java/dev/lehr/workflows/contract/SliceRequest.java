package dev.lehr.workflows.contract;

/**
 * Work on a shard for a bounded time.
 *
 * @param campaignId the ledger's key
 * @param phase index into the plan's phases
 * @param shard number of the shard
 * @param epoch first part of the fence, from the claim
 * @param slice second part of the fence: counts the slices of this claim from 1
 * @param lastSeq number of the last row of the shard's log that the workflow has seen
 * @param seconds how long to work at most
 */
public record SliceRequest(
    long campaignId, int phase, int shard, long epoch, int slice, long lastSeq, int seconds) {}
