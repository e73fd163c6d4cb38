package dev.lehr.activities.engine;

import dev.lehr.activities.ledger.Fence;
import dev.lehr.activities.ledger.Waste;

/**
 * A bounded piece of an engine's time that belongs to one shard. Closed by {@link #idle} or {@link
 * #evict}.
 */
public final class Slice {

  private final BatchEngine engine;
  private final Lease lease;
  private final long stepsBefore;
  private final long atomStepsBefore;
  private final long evictionsBefore;
  private final EngineStats statsBefore;

  Slice(BatchEngine engine, Lease lease) {
    this.engine = engine;
    this.lease = lease;
    this.stepsBefore = lease.steps();
    this.atomStepsBefore = lease.atomSteps();
    this.evictionsBefore = lease.evictions();
    this.statsBefore = engine.stats();
  }

  /** Whether the engine holds nothing of the shard any more. */
  public boolean isEmpty() {
    return lease.isEmpty() || lease.isLost();
  }

  /** The fence that it writes under. */
  public Fence fence() {
    return lease.fence();
  }

  /** Steps made on the shard's systems, as far as they have been counted. */
  public long steps() {
    return lease.steps() - stepsBefore;
  }

  /** Sum of atoms times steps. */
  public long atomSteps() {
    return lease.atomSteps() - atomStepsBefore;
  }

  /** Mean device occupancy since the slice was opened, 0 to 1. */
  public double occupancy() {
    return engine.stats().occupancySince(statsBefore);
  }

  /** Where the device's time went since the slice was opened, all shards together. */
  public Waste waste() {
    return engine.stats().waste().since(statsBefore.waste());
  }

  /** The shard's systems that left the batch to come back since the slice was opened. */
  public long evictions() {
    return lease.evictions() - evictionsBefore;
  }

  /** Forward passes that found no memory since the slice was opened. */
  public long outOfMemory() {
    return engine.stats().loop().outOfMemory() - statsBefore.loop().outOfMemory();
  }

  /**
   * The slice is over; its systems stay on the device for a while in case the next one comes here.
   */
  public void idle() {
    engine.idle(lease);
  }

  /** Checkpoints the shard's systems, takes them out, and returns when that is committed. */
  public void evict() throws InterruptedException {
    engine.evict(lease);
  }

  /**
   * Fails where the engine has.
   *
   * @throws IllegalStateException with the cause
   */
  public void throwIfFailed() {
    engine.throwIfFailed();
  }
}
