package dev.lehr.activities.ledger;

import java.util.Optional;

/**
 * A task that is not terminal and whose predecessors are: what an engine needs to start or resume
 * it.
 *
 * @param key structure and stage
 * @param id the structure's id
 * @param generation raised by each retry
 * @param structure the encoded structure as it was taken in
 * @param input the encoded final state of the stage before; empty for the first stage
 * @param checkpoint where it was left; empty if it has not started
 * @param uncleanDeaths how often it was in a batch when its worker died
 * @param evidence against it of killing workers, see {@link LedgerWrite.Company#weight()}
 * @param context what it comes with besides
 */
public record PendingTask(
    TaskKey key,
    String id,
    int generation,
    byte[] structure,
    Optional<byte[]> input,
    Optional<Checkpoint> checkpoint,
    int uncleanDeaths,
    int evidence,
    TaskContext context) {

  /** A task that nothing is held against. */
  public PendingTask(
      TaskKey key,
      String id,
      int generation,
      byte[] structure,
      Optional<byte[]> input,
      Optional<Checkpoint> checkpoint) {
    this(key, id, generation, structure, input, checkpoint, 0, 0, TaskContext.NONE);
  }
}
