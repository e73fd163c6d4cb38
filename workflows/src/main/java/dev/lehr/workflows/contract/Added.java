package dev.lehr.workflows.contract;

/**
 * What came of adding to a campaign.
 *
 * @param name the campaign's name
 * @param created whether it is new
 * @param added structures that it did not have; 0 for a new one
 * @param structures those that it has now
 */
public record Added(String name, boolean created, long added, long structures) {}
