package dev.lehr.workflows.contract;

/**
 * What a user asks of a campaign; committed in the ledger before the asker hears of it.
 *
 * @param campaignId the ledger's key
 * @param requestId asking twice with the same id does it once
 * @param kind what is asked
 */
public record Intent(long campaignId, String requestId, Kind kind) {

  /** The kinds of intents. */
  public enum Kind {
    /** Checkpoint and wait. */
    PAUSE,
    /** Go on after a pause. */
    RESUME,
    /** Checkpoint and end. */
    CANCEL,
    /** Try the failed, unconverged, cancelled and skipped tasks again as a new generation. */
    RETRY
  }
}
