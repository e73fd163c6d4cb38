package dev.lehr.activities.ledger;

import java.util.List;

/**
 * Changes to one shard under one fence.
 *
 * @param shard the shard that all the tasks belong to
 * @param fence the writer's fence
 * @param writes the changes, in order
 */
public record FencedWrites(ShardKey shard, Fence fence, List<LedgerWrite> writes) {}
