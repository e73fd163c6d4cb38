package dev.lehr.workflows.contract;

/**
 * What came of a phase's end.
 *
 * @param decided how many structures were decided about
 * @param structures number of structures of the campaign afterwards
 * @param mode what the user wants
 */
public record PhaseClosed(long decided, long structures, CampaignMode mode) {}
