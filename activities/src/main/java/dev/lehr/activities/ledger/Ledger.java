package dev.lehr.activities.ledger;

import dev.lehr.workflows.contract.CampaignProgress;
import dev.lehr.workflows.contract.ClaimRequest;
import dev.lehr.workflows.contract.Intent;
import dev.lehr.workflows.contract.IntentAnswer;
import dev.lehr.workflows.contract.ShardClaim;
import dev.lehr.workflows.contract.ShardLogPage;
import dev.lehr.workflows.status.TaskStatus;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * The truth of all campaigns of a workspace. What a method has returned from is on disk.
 *
 * <p>Thread-safe: writers are serialised, readers see the last commit. Every method may throw
 * {@link LedgerException}.
 */
public interface Ledger extends AutoCloseable {

  /** Names this life of the database; {@link #restored} begins a new one. */
  String incarnation();

  /**
   * To be called once after the database was put back to an earlier state, before anybody works on
   * it: whoever holds a fence of before is refused from now on, every shard is free, and no epoch
   * and no number of a campaign that was lost is issued again. Results and checkpoints stay.
   */
  void restored();

  // Campaigns

  /**
   * Takes a campaign in with all its structures, or nothing of it. Rejected structures are terminal
   * at once in the first stage and skipped in those after it.
   *
   * @throws IllegalStateException where a current campaign has the name and {@code replace} is off
   * @throws IllegalArgumentException where ids repeat; names them
   */
  CampaignRow createCampaign(NewCampaign campaign, Iterator<StructureRow> structures);

  /**
   * Adds structures to the end of a campaign: all or none.
   *
   * @throws IllegalArgumentException where an id is in the campaign already or repeats
   */
  CampaignRow addStructures(long campaignId, Iterator<StructureRow> structures);

  /** The current campaign of a name, or a revision of it by {@code name@revision}. */
  Optional<CampaignRow> findCampaign(String name);

  /** A campaign by its key. */
  Optional<CampaignRow> campaign(long campaignId);

  /** All campaigns, newest first. */
  List<CampaignRow> campaigns();

  /** Id and digest of every structure, in order. */
  void forEachStructureDigest(long campaignId, java.util.function.BiConsumer<String, String> each);

  // Intents

  /** Commits an intent; the same request id twice does it once and answers the same. */
  IntentAnswer recordIntent(Intent intent);

  // Shards

  /** See {@link ClaimRequest}: the same run id always gets the same shard and epoch. */
  ShardClaim claimShard(ClaimRequest request);

  /**
   * Opens a slice: takes the fence if it is larger than the last, counts an unclean death for each
   * task that a dead process left marked, and answers every pending task of the shard in this phase
   * whose stage before it is done. {@code residents} (held by the caller in memory under an older
   * fence of the same claim) are not read from disk and not counted as deaths.
   *
   * <p>The same incarnation may open the same fence again: a call whose answer was lost.
   *
   * @throws StaleFenceException where the fence is not larger
   */
  List<PendingTask> openSlice(
      ShardKey shard, Fence fence, String incarnation, Set<TaskKey> residents);

  /**
   * Whether an epoch of a shard was issued by {@link #claimShard}. One that was not is of a state
   * of the ledger that was lost when it was put back to an earlier one.
   */
  boolean isIssued(ShardKey shard, long epoch);

  /**
   * The life of a worker process that opened a slice of the shard last and did not say that it was
   * done with it, {@link #letGo}: it works on it, or has died.
   */
  Optional<String> holder(ShardKey shard);

  /** The life that opened the last slice holds nothing of the shard any more; no-op for others. */
  void letGo(ShardKey shard, String incarnation);

  /**
   * Commits the changes of one engine tick in one transaction. Groups with a stale fence are
   * refused and the others committed; writes to a task that is terminal or of another generation
   * are dropped.
   *
   * <p>A task that ended lets those start that waited for it alone; they are answered for the
   * writer to go on with, in the same shard and phase.
   */
  Commit commit(List<FencedWrites> groups);

  /** A result that was computed before, by the digest of everything that it depends on. */
  Optional<Remembered> remembered(String digest);

  // Stages that look at all structures together

  /**
   * Streams the structures that have come to a stage, in order, also those about which it has
   * decided.
   *
   * @param arrays whether to read structures and states too
   */
  void forEachCandidate(long campaignId, int stage, boolean arrays, Consumer<CandidateRow> each);

  /**
   * Writes what a stage has decided. Decisions about tasks that are not pending, or of another
   * generation, are dropped; structures that it made are added to the campaign.
   *
   * @throws IllegalArgumentException where an id of a structure that it made is taken
   */
  void decide(long campaignId, int stage, List<Decision> decisions);

  /** Notes the figures of a slice. */
  void recordSlice(ShardKey shard, Fence fence, SliceStats stats);

  /**
   * Rows of a shard's log after a number, at most about {@code maxBytes} of JSON.
   *
   * @throws LedgerRestoredException where the log ends before that number
   */
  ShardLogPage readLog(ShardKey shard, long afterSeq, int maxBytes);

  /** Whether every task of the shard in its phase is terminal. */
  boolean isShardDone(ShardKey shard);

  // Looking

  /** Counts by stage and status, open shards, mode; {@code phase} is the phase asked about. */
  CampaignProgress progress(long campaignId, int phase);

  /** Whether a phase is alive. */
  SignsOfLife signsOfLife(long campaignId, int phase);

  /**
   * Streams the current row of each structure in a stage, in input order.
   *
   * @param statuses empty: all
   * @param arrays whether to read structures and states too
   */
  void forEachResult(
      long campaignId,
      int stage,
      Set<TaskStatus> statuses,
      boolean arrays,
      Consumer<ResultRow> each);

  /** Trajectory files of a stage by shard and fence, with what of them counts. */
  List<TrajectorySegment> trajectorySegments(long campaignId, int stage);

  /** Those of one shard, by fence. */
  List<TrajectorySegment> trajectorySegments(long campaignId, int stage, int shard);

  /**
   * Figures of all slices of a campaign together: seconds, steps and evictions add up, occupancy is
   * the mean by time; waste is a measure of shares, since slices look at the same device at the
   * same time.
   */
  SliceStats sliceTotals(long campaignId);

  /** What keeps it small. */
  Housekeeping housekeeping();

  /** Number of bytes on disk, all files of the ledger together. */
  long sizeInBytes();

  @Override
  void close();
}
