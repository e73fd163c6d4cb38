package dev.lehr.activities.ledger;

/**
 * A shard of a campaign in one of its phases.
 *
 * @param campaignId the ledger's key of the campaign
 * @param phase index of the phase
 * @param shard number of the shard, from 0
 */
public record ShardKey(long campaignId, int phase, int shard) {}
