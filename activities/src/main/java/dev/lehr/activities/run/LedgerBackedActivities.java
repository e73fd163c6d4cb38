package dev.lehr.activities.run;

import dev.lehr.activities.ledger.CampaignRow;
import dev.lehr.activities.ledger.Ledger;
import dev.lehr.activities.ledger.LedgerRestoredException;
import dev.lehr.activities.ledger.ShardKey;
import dev.lehr.activities.ledger.StageGraph;
import dev.lehr.workflows.contract.CampaignInput;
import dev.lehr.workflows.contract.CampaignPlan;
import dev.lehr.workflows.contract.CampaignProgress;
import dev.lehr.workflows.contract.ClaimRequest;
import dev.lehr.workflows.contract.FailureTypes;
import dev.lehr.workflows.contract.Intent;
import dev.lehr.workflows.contract.IntentAnswer;
import dev.lehr.workflows.contract.LedgerActivities;
import dev.lehr.workflows.contract.PhaseClosed;
import dev.lehr.workflows.contract.PhaseEnd;
import dev.lehr.workflows.contract.ProgressRequest;
import dev.lehr.workflows.contract.ShardClaim;
import dev.lehr.workflows.contract.ShardLogPage;
import dev.lehr.workflows.contract.SliceRequest;
import dev.lehr.workflows.status.TaskStatus;
import io.temporal.activity.Activity;
import io.temporal.activity.ActivityExecutionContext;
import io.temporal.failure.ApplicationFailure;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.Supplier;

/** Answers workflows from a {@link Ledger}. */
public final class LedgerBackedActivities implements LedgerActivities {

  /** Pages stay well below what Temporal takes as one payload. */
  static final int PAGE_BYTES = 200_000;

  private static final long POLL_MILLIS = 250;

  private final Ledger ledger;
  private final PhaseCloser closer;
  private final Host host;
  private final StallWatch stalls;
  private final Traffic traffic;
  private volatile boolean draining;

  /**
   * What is known of the process and its surroundings.
   *
   * @param occupancy device occupancy of its engines, 0 to 1
   * @param traits what is known of campaigns
   * @param searchable whether the namespace knows Lehr's search attributes
   * @param stallAfter how long a campaign with work may commit nothing before it is said to stall
   */
  public record Host(
      Supplier<Double> occupancy,
      Function<CampaignRow, CampaignTraits> traits,
      BooleanSupplier searchable,
      Duration stallAfter) {}

  /**
   * Activities on a ledger.
   *
   * @param workspace where stages write files
   * @param stages reads stages for which all structures have to be there
   * @param host what is known of the process
   * @param traffic is told of each
   */
  public LedgerBackedActivities(
      Ledger ledger, Path workspace, BarrierStages stages, Host host, Traffic traffic) {
    this.traffic = traffic;
    this.ledger = ledger;
    this.closer = new PhaseCloser(ledger, workspace, stages);
    this.host = host;
    this.stalls = new StallWatch(ledger, host.stallAfter());
  }

  /** The process ends: long waits come to an end, and workflows ask again, elsewhere. */
  public void drain() {
    draining = true;
  }

  private <T> T answer(Supplier<T> question) {
    return traffic.during(() -> Heart.beatsDuring(question));
  }

  @Override
  public CampaignPlan openCampaign(CampaignInput input) {
    return answer(() -> plan(input));
  }

  private CampaignPlan plan(CampaignInput input) {
    CampaignRow row = campaign(ledger, input.campaignId());
    int lanes = input.lanes() > 0 ? input.lanes() : useful(row);
    CampaignTraits traits = host.traits().apply(row);
    return new CampaignPlan(
        row.id(),
        row.name(),
        row.stages(),
        row.phases().subList(0, row.phasesHere()),
        row.structures(),
        lanes,
        row.mode(),
        row.part().isPresent()
            ? List.of(0)
            : row.graph().barriers().stream().map(List::size).toList(),
        traits.model(),
        traits.workers(),
        host.searchable().getAsBoolean());
  }

  /** More lanes than shards have nothing to do, unless a stage makes structures. */
  private static int useful(CampaignRow row) {
    boolean grows =
        row.graph().nodes().stream().anyMatch(n -> n.shape() == StageGraph.Shape.EXPANSION);
    long shards = (row.structures() + row.shardSize() - 1) / row.shardSize();
    return grows ? row.lanes() : (int) Math.max(1, Math.min(row.lanes(), shards));
  }

  static CampaignRow campaign(Ledger ledger, long id) {
    return ledger
        .campaign(id)
        .orElseThrow(
            () ->
                ApplicationFailure.newFailure(
                    "this worker's ledger has no campaign "
                        + id
                        + ": all workers of a namespace have the same ledger",
                    FailureTypes.CAMPAIGN_GONE));
  }

  @Override
  public ShardClaim claimShard(ClaimRequest request) {
    return answer(() -> ledger.claimShard(request));
  }

  @Override
  public ShardLogPage readShardLog(SliceRequest request) {
    ShardKey shard = new ShardKey(request.campaignId(), request.phase(), request.shard());
    return answer(() -> readLog(ledger, shard, request.lastSeq()));
  }

  /**
   * A lane that has seen more than there is fails, and is started again with a claim of its own.
   */
  static ShardLogPage readLog(Ledger ledger, ShardKey shard, long seen) {
    try {
      return ledger.readLog(shard, seen, PAGE_BYTES);
    } catch (LedgerRestoredException e) {
      throw claimLost(String.valueOf(e.getMessage()));
    }
  }

  static ApplicationFailure claimLost(String why) {
    return ApplicationFailure.newNonRetryableFailure(why, FailureTypes.CLAIM_LOST);
  }

  @Override
  public CampaignProgress awaitProgress(ProgressRequest request) {
    return traffic.during(() -> awaitNews(request));
  }

  private CampaignProgress awaitNews(ProgressRequest request) {
    CampaignRow row = campaign(ledger, request.campaignId());
    String workers = host.traits().apply(row).workers();
    String stallBefore = request.stallBefore() == null ? "" : request.stallBefore();
    try (StallWatch.Watch stall = stalls.of(row, request.phase(), workers, stallBefore)) {
      return awaitNews(request, stallBefore, stall);
    }
  }

  private CampaignProgress awaitNews(
      ProgressRequest request, String stallBefore, StallWatch.Watch stall) {
    ActivityExecutionContext context = Activity.getExecutionContext();
    long deadline = System.nanoTime() + request.seconds() * 1_000_000_000L;
    while (true) {
      CampaignProgress counts = ledger.progress(request.campaignId(), request.phase());
      CampaignProgress progress = withOccupancy(counts).stalled(stall.look(counts));
      long done = done(progress);
      long onePercent = Math.max(1, progress.structures() * progress.stages().size() / 100);
      if (draining
          || progress.phaseDone()
          || progress.mode() != request.modeBefore()
          || !stallBefore.equals(progress.stall())
          || Math.abs(done - request.doneBefore()) >= onePercent
          || System.nanoTime() >= deadline) {
        return progress;
      }
      context.heartbeat(done);
      sleep();
    }
  }

  /** Why campaigns that are waited for here stall now, by the ledger's key. */
  public Map<Long, String> stalls() {
    return stalls.stalls();
  }

  private CampaignProgress withOccupancy(CampaignProgress p) {
    return new CampaignProgress(
        p.structures(),
        p.stages(),
        p.openShards(),
        host.occupancy().get(),
        p.phaseDone(),
        p.mode(),
        p.earlier(),
        p.stall());
  }

  private static void sleep() {
    try {
      Thread.sleep(POLL_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw Activity.wrap(e);
    }
  }

  private static long done(CampaignProgress progress) {
    long done = 0;
    for (CampaignProgress.StageProgress stage : progress.stages()) {
      for (var entry : stage.counts().entrySet()) {
        if (TaskStatus.ofKey(entry.getKey()).isTerminal()) {
          done += entry.getValue();
        }
      }
    }
    return done;
  }

  @Override
  public PhaseClosed closePhase(PhaseEnd end) {
    CampaignRow row = campaign(ledger, end.campaignId());
    long decided = answer(() -> closer.close(row, end.phase()));
    CampaignRow after = campaign(ledger, end.campaignId());
    return new PhaseClosed(decided, after.structures(), after.mode());
  }

  @Override
  public IntentAnswer recordIntent(Intent intent) {
    return answer(() -> ledger.recordIntent(intent));
  }
}
