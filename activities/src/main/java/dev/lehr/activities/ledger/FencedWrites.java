package dev.lehr.activities.ledger;

import java.util.List;

/**
 * Changes to one shard under one fence.
 *
 * @param shard the shard that all the tasks belong to
 * @param fence the writer's fence
 * @param writes the changes, in order
 * @param segments trajectory files that have grown, with what of them counts from now on; their
 *     bytes are on disk already
 */
public record FencedWrites(
    ShardKey shard, Fence fence, List<LedgerWrite> writes, List<TrajectorySegment> segments) {

  /** Changes without trajectories. */
  public FencedWrites(ShardKey shard, Fence fence, List<LedgerWrite> writes) {
    this(shard, fence, writes, List.of());
  }
}
