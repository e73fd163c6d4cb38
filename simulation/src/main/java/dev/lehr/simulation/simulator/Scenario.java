package dev.lehr.simulation.simulator;

import dev.lehr.simulation.schedule.Packing;
import dev.lehr.simulation.schedule.SchedulerSettings;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * A campaign, a cluster, and what will go wrong, all drawn from a seed. Times are in microseconds.
 *
 * @param seed it is drawn from
 * @param structures the campaign
 * @param shardSize structures in a shard
 * @param lanes shards that may be open at a time
 * @param workers worker processes
 * @param law of each worker's device
 * @param scheduling of each worker's batch
 * @param recomputeSteps steps that a kill may cost a structure
 * @param wellAfter steps after which a worker is taken to be well
 * @param resizeEvery see {@link dev.lehr.simulation.engine.LoopSettings}
 * @param customers 1, or 2 of which the second has priority
 * @param swapEvery steps between looks at who is done
 * @param faults what goes wrong
 * @param timing how long things take
 */
record Scenario(
    long seed,
    List<SimulatedStructure> structures,
    int shardSize,
    int lanes,
    int workers,
    DeviceLaw law,
    SchedulerSettings scheduling,
    int recomputeSteps,
    int wellAfter,
    int resizeEvery,
    int customers,
    int swapEvery,
    Set<Fault> faults,
    Timing timing) {

  Scenario {
    structures = List.copyOf(structures);
    faults = faults.isEmpty() ? Set.of() : EnumSet.copyOf(faults);
  }

  /**
   * How long things take, microseconds.
   *
   * @param tick between commits
   * @param commit to the database
   * @param slowCommit the same while the database is slow
   * @param slice of a slice
   * @param grace that systems stay in a batch after a slice
   * @param heartbeat without which an attempt counts as lost
   * @param restart of a worker
   * @param work about how long the campaign takes undisturbed
   */
  record Timing(
      long tick,
      long commit,
      long slowCommit,
      long slice,
      long grace,
      long heartbeat,
      long restart,
      long work) {}

  /** Steps between checkpoints: what the engine makes of the bound. */
  int checkpointEvery() {
    return Math.max(1, recomputeSteps / 2);
  }

  boolean has(Fault fault) {
    return faults.contains(fault);
  }

  /** The most often that a waiting system may be overtaken by later ones of its customer. */
  int patience() {
    return scheduling.packing() instanceof Packing.LookAhead ahead ? ahead.patience() : 0;
  }

  @Override
  public String toString() {
    return structures.size()
        + " structures in shards of "
        + shardSize
        + ", "
        + lanes
        + " lanes, "
        + workers
        + " workers, cap "
        + scheduling.cap()
        + ", "
        + scheduling.packing()
        + ", recompute "
        + recomputeSteps
        + ", "
        + law
        + ", faults "
        + faults.stream().map(Fault::key).toList();
  }
}
