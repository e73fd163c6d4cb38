package dev.lehr.workflows.contract;

/**
 * The end of a phase: all structures have been through its other stages.
 *
 * @param campaignId the ledger's key
 * @param phase index into the plan's phases
 */
public record PhaseEnd(long campaignId, int phase) {}
