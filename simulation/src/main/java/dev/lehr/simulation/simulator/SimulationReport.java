package dev.lehr.simulation.simulator;

/**
 * What a simulated cluster, or many of them, went through. Times are virtual.
 *
 * @param runs scenarios
 * @param events events after each of which the invariants held
 * @param seconds time to the last structure
 * @param structures structures that ended
 * @param steps forward passes that went well
 * @param systemSteps moves of single systems
 * @param recomputedSteps moves that had been made before, by a worker that died or lost its lease
 * @param batch where the devices' time went
 * @param evictions systems that left a batch to come back
 * @param outOfMemory forward passes that found no memory
 * @param failedForwards forward passes that failed otherwise
 * @param kills workers that were killed from outside
 * @param poisonKills workers that a structure killed
 * @param refused groups of writes that were refused for their fence
 * @param retried attempts at slices after the first
 * @param tornRestarts structures that began anew because their checkpoint was damaged
 * @param stalls times that an engine waited for its commits
 * @param convicted structures that failed as killers of workers
 * @param blamed structures that failed through no fault of their own: workers were killed from
 *     outside whenever they ran alone, or a device failed on all that was left
 * @param waits waits for a place in a batch
 */
public record SimulationReport(
    long runs,
    long events,
    double seconds,
    long structures,
    long steps,
    long systemSteps,
    long recomputedSteps,
    Use batch,
    long evictions,
    long outOfMemory,
    long failedForwards,
    long kills,
    long poisonKills,
    long refused,
    long retried,
    long tornRestarts,
    long stalls,
    long convicted,
    long blamed,
    Waits waits) {

  /**
   * Where the time of devices that had a batch went, in seconds of a full batch.
   *
   * @param busy all of it
   * @param used filled with systems
   * @param drain empty, and nothing waited
   * @param headOfLine empty, although something waited that would have fitted
   * @param fragments empty, and nothing that waited would have fitted
   */
  public record Use(double busy, double used, double drain, double headOfLine, double fragments) {

    /** These and others. */
    Use plus(Use o) {
      return new Use(
          busy + o.busy,
          used + o.used,
          drain + o.drain,
          headOfLine + o.headOfLine,
          fragments + o.fragments);
    }

    /** Part that was filled, 0 to 1. */
    public double occupancy() {
      return busy > 0 ? used / busy : 0;
    }
  }

  /**
   * How systems waited for a place.
   *
   * @param count systems that were admitted
   * @param seconds their waits together
   * @param longest the longest wait, seconds
   * @param overtaken the most often that one was overtaken by later ones
   */
  public record Waits(long count, double seconds, double longest, long overtaken) {

    /** These and others. */
    Waits plus(Waits o) {
      return new Waits(
          count + o.count,
          seconds + o.seconds,
          Math.max(longest, o.longest),
          Math.max(overtaken, o.overtaken));
    }

    /** Mean, seconds. */
    public double mean() {
      return count > 0 ? seconds / count : 0;
    }
  }

  /** Nothing. */
  public static SimulationReport none() {
    return new SimulationReport(
        0,
        0,
        0,
        0,
        0,
        0,
        0,
        new Use(0, 0, 0, 0, 0),
        0,
        0,
        0,
        0,
        0,
        0,
        0,
        0,
        0,
        0,
        0,
        new Waits(0, 0, 0, 0));
  }

  /** This one and another together. */
  public SimulationReport plus(SimulationReport o) {
    return new SimulationReport(
        runs + o.runs,
        events + o.events,
        seconds + o.seconds,
        structures + o.structures,
        steps + o.steps,
        systemSteps + o.systemSteps,
        recomputedSteps + o.recomputedSteps,
        batch.plus(o.batch),
        evictions + o.evictions,
        outOfMemory + o.outOfMemory,
        failedForwards + o.failedForwards,
        kills + o.kills,
        poisonKills + o.poisonKills,
        refused + o.refused,
        retried + o.retried,
        tornRestarts + o.tornRestarts,
        stalls + o.stalls,
        convicted + o.convicted,
        blamed + o.blamed,
        waits.plus(o.waits));
  }
}
