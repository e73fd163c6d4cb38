package dev.lehr.workflows.contract;

import org.jspecify.annotations.Nullable;

/**
 * What a slice says when it ends. A lost answer costs nothing: the next slice tells the same rows
 * again.
 *
 * @param log rows of the shard's log after the last one seen, whoever wrote them
 * @param shardDone whether every task of the shard in this phase is terminal
 * @param mode what the user wants: a paused shard waits, a cancelled one ends
 * @param workerQueue the private task queue of the worker that holds the shard's systems; empty if
 *     none
 * @param steps steps made on the shard's systems in this slice
 * @param occupancy device occupancy during the slice, 0 to 1
 * @param waits whether nothing of the shard may start until something else has ended, in an earlier
 *     phase; null: no
 */
public record SliceAnswer(
    ShardLogPage log,
    boolean shardDone,
    CampaignMode mode,
    String workerQueue,
    long steps,
    double occupancy,
    @Nullable Boolean waits) {}
