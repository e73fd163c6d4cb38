package dev.lehr.workflows.contract;

import org.jspecify.annotations.Nullable;

/**
 * Waits for progress. Returns when 1 % of the structures have changed state since {@code
 * doneBefore}, at the phase's end, when the mode changes, when work stalls or goes on, or after
 * {@code seconds}.
 *
 * @param campaignId the ledger's key
 * @param phase index into the plan's phases
 * @param doneBefore number of terminal tasks at the last answer
 * @param modeBefore mode at the last answer
 * @param stallBefore the stall at the last answer; null or empty: none
 * @param seconds how long to wait at most
 */
public record ProgressRequest(
    long campaignId,
    int phase,
    long doneBefore,
    CampaignMode modeBefore,
    @Nullable String stallBefore,
    int seconds) {}
