package dev.lehr.worker.run;

import java.util.List;
import java.util.function.Consumer;

/** Runs a campaign that is in the ledger until it ends, is paused, or is interrupted. */
public interface CampaignRunner {

  /**
   * Runs to the end of the campaign or of the user's patience; blocks.
   *
   * @param progress called a few times a second, from any thread
   */
  Outcome run(RunRequest request, Consumer<ProgressSnapshot> progress);

  /**
   * Asks {@link #run} to checkpoint and return {@link Outcome#INTERRUPTED}; returns at once. May be
   * called from any thread, at any time, more than once.
   */
  void interrupt();

  /** What there is to say after a run, one sentence each, for people; often nothing. */
  default List<String> remarks() {
    return List.of();
  }
}
