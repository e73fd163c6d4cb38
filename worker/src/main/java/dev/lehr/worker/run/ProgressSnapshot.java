package dev.lehr.worker.run;

import dev.lehr.activities.engine.EngineStats;
import java.time.Duration;
import java.util.Optional;

/**
 * How far a run is. What is counted as done is committed.
 *
 * @param done tasks (structure and stage) with a final status
 * @param inFlight systems in batches
 * @param failed tasks among the done that failed or did not converge
 * @param total all tasks
 * @param structuresPerSecond tasks done a second, over the last seconds
 * @param device what the devices are doing, all together
 * @param timeLeft a guess; empty where there is none yet
 * @param elapsed since this run started
 * @param phase what is going on, a word or two
 */
public record ProgressSnapshot(
    long done,
    long inFlight,
    long failed,
    long total,
    double structuresPerSecond,
    EngineStats device,
    Optional<Duration> timeLeft,
    Duration elapsed,
    String phase) {

  /** Share of the devices' room that is in use, 0 to 1. */
  public double occupancy() {
    return device.occupancy();
  }
}
