package dev.lehr.workflows.contract;

import org.jspecify.annotations.Nullable;

/**
 * What a user asks of a campaign; committed in the ledger before the asker hears of it.
 *
 * @param campaignId the ledger's key
 * @param requestId asking twice with the same id does it once
 * @param kind what is asked
 * @param stage id of the stage to begin from; null or empty: from the start
 */
public record Intent(long campaignId, String requestId, Kind kind, @Nullable String stage) {

  /** About the whole campaign. */
  public Intent(long campaignId, String requestId, Kind kind) {
    this(campaignId, requestId, kind, null);
  }

  /** The kinds of intents. */
  public enum Kind {
    /** Checkpoint and wait. */
    PAUSE,
    /** Go on after a pause. */
    RESUME,
    /** Checkpoint and end. */
    CANCEL,
    /** Try the failed, unconverged, cancelled and skipped tasks again as a new generation. */
    RETRY,
    /** Compute a stage and all after it anew, for every structure, as a new generation. */
    RESTART
  }
}
