package dev.lehr.activities.run;

/**
 * What is known of a campaign beside its structures.
 *
 * @param model name of its model
 * @param workers class of the workers that run it; empty: any
 */
public record CampaignTraits(String model, String workers) {}
