package dev.lehr.worker.run;

/** How a run ended. */
public enum Outcome {
  /** Every structure has a final status in every stage. */
  COMPLETED,
  /** The user paused the campaign. */
  PAUSED,
  /** The user cancelled the campaign. */
  CANCELLED,
  /** The process was asked to end; the rest waits in the ledger. */
  INTERRUPTED
}
