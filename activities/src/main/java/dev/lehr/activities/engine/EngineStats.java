package dev.lehr.activities.engine;

import dev.lehr.activities.ledger.Waste;
import dev.lehr.simulation.engine.LoopFigures;

/**
 * What an engine is doing, for people.
 *
 * @param inFlight systems in the batch
 * @param waiting systems in its queue
 * @param systemSteps steps made on all systems since it started
 * @param atomSteps sum of atoms times steps since it started
 * @param occupancySum sum over time of occupancy, in seconds
 * @param busySeconds seconds in which there was a batch
 * @param waste where the device's time went
 * @param loop evictions and failures
 */
public record EngineStats(
    int inFlight,
    int waiting,
    long systemSteps,
    long atomSteps,
    double occupancySum,
    double busySeconds,
    Waste waste,
    LoopFigures loop) {

  /** Nothing yet. */
  public static EngineStats none() {
    return new EngineStats(0, 0, 0, 0, 0, 0, Waste.none(), LoopFigures.none());
  }

  /** Mean occupancy while there was a batch, 0 to 1. */
  public double occupancy() {
    return busySeconds > 0 ? occupancySum / busySeconds : 0;
  }

  /** Mean occupancy while there was a batch since earlier figures of the same engine, 0 to 1. */
  public double occupancySince(EngineStats before) {
    double busy = busySeconds - before.busySeconds;
    return busy > 0 ? (occupancySum - before.occupancySum) / busy : 0;
  }

  /** Seconds of wall time for each atom and step while there was a batch; 0 before any. */
  public double secondsPerAtomStep() {
    return atomSteps > 0 ? busySeconds / atomSteps : 0;
  }

  /** Steps of systems in a second while there was a batch. */
  public double systemStepsPerSecond() {
    return busySeconds > 0 ? systemSteps / busySeconds : 0;
  }

  /** These figures and another engine's together. */
  public EngineStats plus(EngineStats other) {
    return new EngineStats(
        inFlight + other.inFlight,
        waiting + other.waiting,
        systemSteps + other.systemSteps,
        atomSteps + other.atomSteps,
        occupancySum + other.occupancySum,
        busySeconds + other.busySeconds,
        waste.plus(other.waste),
        loop.plus(other.loop));
  }
}
