package dev.lehr.activities.ledger;

import java.util.List;
import java.util.Optional;

/**
 * A campaign to be taken into the ledger.
 *
 * @param name unique among the current campaigns of a ledger
 * @param definition canonical JSON of the definition
 * @param definitionDigest hex SHA-256 of it
 * @param modelDigest hex SHA-256 of the model
 * @param stages ids of the stages in order
 * @param graph how the stages hang together
 * @param shardSize structures in a shard, 1 to 1,000
 * @param lanes shards that may be open at a time
 * @param replace whether a campaign of the same name is set aside (its revision stays readable as
 *     {@code name@revision}) instead of refused
 * @param part which part of it this ledger has; empty: all of it
 */
public record NewCampaign(
    String name,
    String definition,
    String definitionDigest,
    String modelDigest,
    List<String> stages,
    StageGraph graph,
    int shardSize,
    int lanes,
    boolean replace,
    Optional<Part> part) {

  /** All of a campaign. */
  public NewCampaign(
      String name,
      String definition,
      String definitionDigest,
      String modelDigest,
      List<String> stages,
      StageGraph graph,
      int shardSize,
      int lanes,
      boolean replace) {
    this(
        name,
        definition,
        definitionDigest,
        modelDigest,
        stages,
        graph,
        shardSize,
        lanes,
        replace,
        Optional.empty());
  }

  /** Stages one after another. */
  public NewCampaign(
      String name,
      String definition,
      String definitionDigest,
      String modelDigest,
      List<String> stages,
      int shardSize,
      int lanes) {
    this(
        name,
        definition,
        definitionDigest,
        modelDigest,
        stages,
        StageGraph.chain(stages.size()),
        shardSize,
        lanes,
        false);
  }

  /** The same, to be put in the place of another one of its name or not. */
  public NewCampaign replacing(boolean other) {
    return new NewCampaign(
        name,
        definition,
        definitionDigest,
        modelDigest,
        stages,
        graph,
        shardSize,
        lanes,
        other,
        part);
  }

  /** A part of it. */
  public NewCampaign only(Part some) {
    return new NewCampaign(
        name,
        definition,
        definitionDigest,
        modelDigest,
        stages,
        graph,
        shardSize,
        lanes,
        replace,
        Optional.of(some));
  }
}
