package dev.lehr.activities.ledger;

/**
 * One structure in one stage.
 *
 * @param campaignId the ledger's key of the campaign
 * @param stage index of the stage
 * @param structure index of the structure in the campaign, from 0
 */
public record TaskKey(long campaignId, int stage, long structure) {}
