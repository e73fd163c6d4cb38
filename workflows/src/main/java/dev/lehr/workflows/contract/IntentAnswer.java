package dev.lehr.workflows.contract;

/**
 * What came of an {@link Intent}.
 *
 * @param mode mode of the campaign after it
 * @param changed whether it changed anything (false for a repetition)
 * @param tasks for a retry, the number of tasks that were opened again
 */
public record IntentAnswer(CampaignMode mode, boolean changed, long tasks) {}
