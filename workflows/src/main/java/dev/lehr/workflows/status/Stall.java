package dev.lehr.workflows.status;

import java.util.Optional;

/** Why a campaign that has work commits nothing. */
public enum Stall {
  /** No worker with an engine listens. */
  NO_WORKER("no-worker", "no worker with an engine takes its slices"),
  /** The ledger cannot be reached. */
  LEDGER_AWAY("ledger-away", "the ledger does not answer"),
  /** Slices begin again and again. */
  CRASH_LOOP("crash-loop", "its slices fail or their workers die, again and again"),
  /** Work goes on, or seems to, and nothing comes of it. */
  NO_PROGRESS("no-progress", "workers have its slices and commit nothing");

  private final String key;
  private final String meaning;

  Stall(String key, String meaning) {
    this.key = key;
    this.meaning = meaning;
  }

  /** The word in search attributes, answers and metrics. */
  public String key() {
    return key;
  }

  /** What it means, for people. */
  public String meaning() {
    return meaning;
  }

  /** Of a word; empty for none, and for those that a later version may know. */
  public static Optional<Stall> of(String key) {
    for (Stall stall : values()) {
      if (stall.key.equals(key)) {
        return Optional.of(stall);
      }
    }
    return Optional.empty();
  }
}
