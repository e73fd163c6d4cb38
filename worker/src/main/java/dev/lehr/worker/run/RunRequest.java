package dev.lehr.worker.run;

import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;

/**
 * What to run, and with what.
 *
 * @param workspace directory of the ledger
 * @param jobs the campaigns, which share the device
 * @param threads threads for models and optimizers, at least 1
 * @param temporalPort port on which the embedded server is reachable from outside; empty: none
 */
public record RunRequest(Path workspace, List<Job> jobs, int threads, OptionalInt temporalPort) {

  /**
   * A campaign.
   *
   * @param campaignId the ledger's key
   * @param base directory of the campaign file, where the files are that the model needs
   */
  public record Job(long campaignId, Path base) {}

  /** Takes a copy. */
  public RunRequest {
    jobs = List.copyOf(jobs);
  }

  /** Of one campaign. */
  public RunRequest(
      Path workspace, long campaignId, Path base, int threads, OptionalInt temporalPort) {
    this(workspace, List.of(new Job(campaignId, base)), threads, temporalPort);
  }
}
