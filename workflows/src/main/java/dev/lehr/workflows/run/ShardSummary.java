package dev.lehr.workflows.run;

import java.util.Map;

/**
 * The shard that a lane works on.
 *
 * @param shard its number; -1 where none is open
 * @param first index of its first structure
 * @param count number of its structures
 * @param slice slices so far
 * @param statuses number of structures by status of the stage they are in
 */
public record ShardSummary(
    int shard, long first, int count, int slice, Map<String, Integer> statuses) {}
