package dev.lehr.simulation.simulator;

import dev.lehr.simulation.state.SimState;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What a simulated cluster asks of a ledger: one campaign of one stage. {@link MemoryLedger} keeps
 * the rules in memory; a test backs the same interface with the real database.
 */
public interface SimulatedLedger extends AutoCloseable {

  /**
   * A shard that was given to a lane.
   *
   * @param shard its number
   * @param first its first structure
   * @param count its structures
   * @param epoch first part of the lane's fences
   */
  record Claim(int shard, int first, int count, long epoch) {}

  /**
   * What a ledger has of a structure's progress.
   *
   * @param system the system at its checkpoint; empty where the stored bytes are damaged
   * @param iterations steps made
   * @param swapAttempts swap attempts made
   */
  record Stored(Optional<SimState> system, int iterations, int swapAttempts) {}

  /**
   * A structure that has not ended.
   *
   * @param structure its index
   * @param generation raised by each retry
   * @param checkpoint where it was left; empty if it has not started
   * @param deaths how often it was in a batch when its worker died
   * @param evidence against it of killing workers, see {@link Company#weight()}
   */
  record OpenTask(
      int structure, int generation, Optional<Stored> checkpoint, int deaths, int evidence) {}

  /** With whom a structure is in a batch: what a death of the worker says of it. */
  enum Company {
    /** With others, or they may join. */
    OTHERS(0),
    /** Alone, in a worker that has run nothing else yet. */
    NOBODY(2),
    /** Alone, in a worker that has run others well. */
    NOBODY_AFTER_OTHERS(4);

    /** The evidence that convicts. */
    public static final int PROOF = 12;

    private final int weight;

    Company(int weight) {
      this.weight = weight;
    }

    /** What a death counts as evidence. */
    public int weight() {
      return weight;
    }
  }

  /** A change that a worker brings. */
  sealed interface Write {
    /** The structure that it is about. */
    int structure();

    /** The generation that the writer works on. */
    int generation();

    /** It is in a batch from now on. */
    record Admitted(int structure, int generation, String incarnation, Company company)
        implements Write {}

    /** Its checkpoint, which replaces the one before; a step forward is evidence for it. */
    record Progressed(
        int structure, int generation, SimState system, int iterations, int swapAttempts)
        implements Write {}

    /** It left the batch without an end. */
    record Released(int structure, int generation) implements Write {}

    /** Nothing is held against it any more. */
    record Cleared(int structure, int generation, String incarnation) implements Write {}

    /** It ended. */
    record Finished(int structure, int generation, Ending ending) implements Write {}
  }

  /** Changes to one shard under one fence, in order. */
  record Group(int shard, Fence fence, List<Write> writes) {}

  /** Where a structure stands. */
  enum Standing {
    /** Waits. */
    PENDING,
    /** Has been in a batch. */
    RUNNING,
    /** Has ended. */
    ENDED
  }

  /**
   * A row of a shard's log.
   *
   * @param seq counted from 1
   * @param structure the structure that it is about
   * @param standing where it stands since
   */
  record LogRow(long seq, int structure, Standing standing) {}

  /**
   * Gives a shard that has open structures to a lane; empty where there is none. The same run
   * always gets the same answer.
   *
   * @param campaignRun life of the campaign; what lanes of another one hold is free
   * @param run life of the lane
   */
  Optional<Claim> claim(String campaignRun, int lane, String run);

  /**
   * Takes a fence, counts deaths of structures that a dead worker left marked, and answers what is
   * open in the shard but for residents; empty where the fence is refused. The same incarnation may
   * open the same fence again.
   */
  Optional<List<OpenTask>> openSlice(
      int shard, Fence fence, String incarnation, Set<Integer> residents);

  /** The life that opened the last slice of a shard and has not let go of it. */
  Optional<String> holder(int shard);

  /** A life holds nothing of a shard any more; nothing happens where it is not the holder. */
  void letGo(int shard, String incarnation);

  /**
   * Commits all groups in one transaction but those with an old fence; drops writes to structures
   * that have ended or are of another generation.
   *
   * @return the shards that were refused
   */
  Set<Integer> commit(List<Group> groups);

  /** Whether every structure of a shard has ended. */
  boolean isDone(int shard);

  /** Rows of a shard's log after a number, in order. */
  List<LogRow> log(int shard, long after);

  /** The ending of a structure; empty where it has not ended. */
  Optional<Ending> ending(int structure);

  /** Damages the stored checkpoint of a structure, if there is one. */
  void tear(int structure);

  @Override
  void close();
}
