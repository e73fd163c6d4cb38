package dev.lehr.activities.engine;

/**
 * What an engine is doing, for people.
 *
 * @param inFlight systems in the batch
 * @param waiting systems in its queue
 * @param systemSteps steps made on all systems since it started
 * @param atomSteps sum of atoms times steps since it started
 * @param occupancySum sum over time of occupancy, in seconds
 * @param busySeconds seconds in which there was a batch
 */
public record EngineStats(
    int inFlight,
    int waiting,
    long systemSteps,
    long atomSteps,
    double occupancySum,
    double busySeconds) {

  /** Mean occupancy while there was a batch, 0 to 1. */
  public double occupancy() {
    return busySeconds > 0 ? occupancySum / busySeconds : 0;
  }

  /** Mean occupancy while there was a batch since earlier figures of the same engine, 0 to 1. */
  public double occupancySince(EngineStats before) {
    double busy = busySeconds - before.busySeconds;
    return busy > 0 ? (occupancySum - before.occupancySum) / busy : 0;
  }

  /** These figures and another engine's together. */
  public EngineStats plus(EngineStats other) {
    return new EngineStats(
        inFlight + other.inFlight,
        waiting + other.waiting,
        systemSteps + other.systemSteps,
        atomSteps + other.atomSteps,
        occupancySum + other.occupancySum,
        busySeconds + other.busySeconds);
  }
}
