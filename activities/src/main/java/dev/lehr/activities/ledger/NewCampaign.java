package dev.lehr.activities.ledger;

import java.util.List;

/**
 * A campaign to be taken into the ledger.
 *
 * @param name unique among the current campaigns of a ledger
 * @param definition canonical JSON of the definition
 * @param definitionDigest hex SHA-256 of it
 * @param modelDigest hex SHA-256 of the model
 * @param stages ids of the stages in order
 * @param phases stage indices of each phase
 * @param shardSize structures in a shard, 1 to 1,000
 * @param lanes shards that may be open at a time
 * @param replace whether a campaign of the same name is set aside (its revision stays readable as
 *     {@code name@revision}) instead of refused
 */
public record NewCampaign(
    String name,
    String definition,
    String definitionDigest,
    String modelDigest,
    List<String> stages,
    List<List<Integer>> phases,
    int shardSize,
    int lanes,
    boolean replace) {}
