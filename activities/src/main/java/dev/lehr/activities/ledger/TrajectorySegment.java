package dev.lehr.activities.ledger;

/**
 * What the ledger counts of a trajectory file: the frames that one fence wrote of a shard's stage.
 * What is in the file behind {@code bytes} was never committed.
 *
 * @param stage index of the stage
 * @param shard number of the shard
 * @param fence whose writer wrote it
 * @param file path below the workspace's directory of trajectories, with slashes
 * @param bytes length that counts
 * @param frames number of frames in it
 */
public record TrajectorySegment(
    int stage, int shard, Fence fence, String file, long bytes, long frames) {}
