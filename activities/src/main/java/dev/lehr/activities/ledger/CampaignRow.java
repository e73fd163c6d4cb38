package dev.lehr.activities.ledger;

import dev.lehr.workflows.contract.CampaignMode;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A campaign in the ledger.
 *
 * @param id the ledger's key
 * @param name its name
 * @param revision counts the campaigns of this name from 1
 * @param current whether {@code name} alone means this one
 * @param definition canonical JSON of the definition
 * @param definitionDigest hex SHA-256 of it
 * @param modelDigest hex SHA-256 of the model
 * @param stages ids of the stages in order
 * @param graph how the stages hang together
 * @param shardSize structures in a shard
 * @param lanes shards that may be open at a time
 * @param structures number of structures
 * @param mode what the user wants
 * @param modeSince when that was said
 * @param createdAt when it was taken in
 * @param halted why one of its stages stopped it; empty where none did
 * @param part which part of the campaign it is; empty: all of it
 */
public record CampaignRow(
    long id,
    String name,
    int revision,
    boolean current,
    String definition,
    String definitionDigest,
    String modelDigest,
    List<String> stages,
    StageGraph graph,
    int shardSize,
    int lanes,
    long structures,
    CampaignMode mode,
    Instant modeSince,
    Instant createdAt,
    String halted,
    Optional<Part> part) {

  /** The stages of each phase through which structures go one by one. */
  public List<List<Integer>> phases() {
    return graph.phases();
  }

  /**
   * How many of the phases are run here: of a part only what comes before structures are looked at
   * together.
   */
  public int phasesHere() {
    return part.isPresent() ? 1 : phases().size();
  }

  /** The index of a stage. */
  public Optional<Integer> stage(String stageId) {
    int index = stages.indexOf(stageId);
    return index < 0 ? Optional.empty() : Optional.of(index);
  }
}
