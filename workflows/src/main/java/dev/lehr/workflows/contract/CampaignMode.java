package dev.lehr.workflows.contract;

/** What the user wants of a campaign; kept in the ledger. */
public enum CampaignMode {
  /** Go on. */
  RUNNING,
  /** Checkpoint, hand back the device and wait. */
  PAUSED,
  /** Checkpoint and end; what is not done becomes cancelled. */
  CANCELLED
}
