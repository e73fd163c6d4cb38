package dev.lehr.workflows.contract;

import java.util.List;

/**
 * What the ledger says of a campaign when its workflow starts.
 *
 * @param campaignId the ledger's key
 * @param name the campaign's name
 * @param stages ids of the stages in order
 * @param phases the stages cut at the global ones; each entry holds indices into {@code stages}
 * @param structures number of structures
 * @param lanes how many shards may be open at a time
 * @param mode whether it was paused or cancelled before
 */
public record CampaignPlan(
    long campaignId,
    String name,
    List<String> stages,
    List<List<Integer>> phases,
    long structures,
    int lanes,
    CampaignMode mode) {}
