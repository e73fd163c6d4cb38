package dev.lehr.workflows.contract;

/**
 * The argument of a campaign workflow. The campaign itself is in the ledger.
 *
 * @param campaignId the ledger's key of the campaign
 * @param name the campaign's name, for people
 * @param sliceSeconds how long one slice of device work may take
 * @param lanes how many shards are worked on at a time; 0: as the campaign says
 */
public record CampaignInput(long campaignId, String name, int sliceSeconds, int lanes) {}
