package dev.lehr.workflows.contract;

/**
 * The ledger's answer to a {@link ClaimRequest}.
 *
 * @param found whether there is a shard for the lane; if not, the other fields but {@code mode} are
 *     0
 * @param shard number of the shard
 * @param first index of its first structure
 * @param count number of its structures, at most 1,000
 * @param epoch the first part of the fence
 * @param mode what the user wants
 */
public record ShardClaim(
    boolean found, int shard, long first, int count, long epoch, CampaignMode mode) {}
