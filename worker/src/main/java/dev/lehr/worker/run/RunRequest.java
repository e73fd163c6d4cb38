package dev.lehr.worker.run;

import dev.lehr.activities.djl.TorchDevice;
import dev.lehr.activities.engine.HostLimits;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;

/**
 * What to run, and with what.
 *
 * @param workspace directory of the ledger
 * @param jobs the campaigns, which share the device
 * @param devices auto, cpu, cuda or cuda:N: on each that a model can use there is an engine
 * @param threads threads for models and optimizers, at least 1
 * @param host what campaigns may do besides
 * @param temporalPort port on which the embedded server is reachable from outside; empty: none
 */
public record RunRequest(
    Path workspace,
    List<Job> jobs,
    List<String> devices,
    int threads,
    HostLimits host,
    OptionalInt temporalPort) {

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
    devices = List.copyOf(devices);
  }

  /** Of one campaign, on any device. */
  public RunRequest(
      Path workspace, long campaignId, Path base, int threads, OptionalInt temporalPort) {
    this(
        workspace,
        List.of(new Job(campaignId, base)),
        List.of(TorchDevice.AUTO),
        threads,
        HostLimits.usual(),
        temporalPort);
  }
}
