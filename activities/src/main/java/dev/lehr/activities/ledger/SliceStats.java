package dev.lehr.activities.ledger;

/**
 * Figures of one slice, for people.
 *
 * @param wallSeconds how long it took
 * @param steps steps made on the shard's systems
 * @param atomSteps sum of atoms times steps
 * @param occupancy device occupancy, 0 to 1
 * @param waste where the device's time went meanwhile, all shards together
 * @param evictions the shard's systems that left the batch to come back
 * @param outOfMemory forward passes that found no memory, all shards together
 */
public record SliceStats(
    double wallSeconds,
    long steps,
    long atomSteps,
    double occupancy,
    Waste waste,
    long evictions,
    long outOfMemory) {

  /** Without losses. */
  public SliceStats(double wallSeconds, long steps, long atomSteps, double occupancy) {
    this(wallSeconds, steps, atomSteps, occupancy, Waste.none(), 0, 0);
  }
}
