package dev.lehr.activities.run;

import dev.lehr.activities.engine.BatchEngine;
import dev.lehr.activities.engine.LogContext;
import dev.lehr.activities.engine.Slice;
import dev.lehr.activities.engine.StagePlan;
import dev.lehr.activities.files.NewerFormatException;
import dev.lehr.activities.ledger.CampaignRow;
import dev.lehr.activities.ledger.Fence;
import dev.lehr.activities.ledger.Ledger;
import dev.lehr.activities.ledger.ShardKey;
import dev.lehr.activities.ledger.SliceStats;
import dev.lehr.activities.ledger.StaleFenceException;
import dev.lehr.workflows.contract.CampaignMode;
import dev.lehr.workflows.contract.EngineActivities;
import dev.lehr.workflows.contract.FailureTypes;
import dev.lehr.workflows.contract.SliceAnswer;
import dev.lehr.workflows.contract.SliceRequest;
import io.temporal.activity.Activity;
import io.temporal.activity.ActivityExecutionContext;
import io.temporal.client.ActivityCompletionException;
import io.temporal.failure.ApplicationFailure;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs slices: opens a shard on the engine, waits while the engine works, heartbeats as long as it
 * moves, and answers with what the shard's log has that the workflow has not seen.
 */
public final class SliceActivities implements EngineActivities {

  private static final Logger LOG = LoggerFactory.getLogger(SliceActivities.class);
  private static final long POLL_MILLIS = 50;
  private static final long MODE_POLL_NANOS = 500_000_000L;

  private final Ledger ledger;
  private final Engines engines;
  private final StagePlans plans;
  private final String workerQueue;
  private final Traffic traffic;
  private final AtomicInteger running = new AtomicInteger();
  private volatile boolean draining;

  /**
   * Slice activities of one worker process.
   *
   * @param workerQueue the private task queue of this process; empty if it has none
   * @param traffic is told of each
   */
  public SliceActivities(
      Ledger ledger, Engines engines, StagePlans plans, String workerQueue, Traffic traffic) {
    this.traffic = traffic;
    this.ledger = ledger;
    this.engines = engines;
    this.plans = plans;
    this.workerQueue = workerQueue;
  }

  /**
   * The process ends: slices checkpoint what they have, take it out and end, so that others go on.
   */
  public void drain() {
    draining = true;
  }

  /** How many slices run now. */
  public int running() {
    return running.get();
  }

  @Override
  public SliceAnswer runSlice(SliceRequest request) {
    return traffic.during(() -> counted(request));
  }

  private SliceAnswer counted(SliceRequest request) {
    running.incrementAndGet();
    try (LogContext about = new LogContext()) {
      return runSlice(request, about);
    } finally {
      running.decrementAndGet();
    }
  }

  private SliceAnswer runSlice(SliceRequest request, LogContext about) {
    ActivityExecutionContext context = Activity.getExecutionContext();
    CampaignRow campaign = LedgerBackedActivities.campaign(ledger, request.campaignId());
    ShardKey shard = new ShardKey(request.campaignId(), request.phase(), request.shard());
    about
        .with(LogContext.CAMPAIGN, campaign.name())
        .with(LogContext.SHARD, request.phase() + "/" + request.shard())
        .with(LogContext.SLICE, request.slice());
    if (draining || campaign.mode() != CampaignMode.RUNNING) {
      return answer(request, shard, campaign.mode(), "", 0, 0, false);
    }
    if (!ledger.isIssued(shard, request.epoch())) {
      throw LedgerBackedActivities.claimLost(
          "epoch "
              + request.epoch()
              + " of "
              + shard
              + " is unknown to the ledger: it was put back to an earlier state");
    }
    BatchEngine engine = engines.engineFor(campaign, shard);
    checkModel(campaign, engine);
    Fence fence = new Fence(request.epoch(), request.slice(), context.getInfo().getAttempt());
    StagePlan plan = plans.of(campaign, request.phase());
    try {
      return runOn(engine, shard, fence, plan, request, context);
    } catch (StaleFenceException e) {
      if (e.isClaimLost()) {
        throw LedgerBackedActivities.claimLost(String.valueOf(e.getMessage()));
      }
      throw ApplicationFailure.newFailure(e.getMessage(), "lehr.StaleFence");
    } catch (NewerFormatException e) {
      // A worker of the newer version can go on with it.
      throw ApplicationFailure.newFailure(e.getMessage(), "lehr.NewerFormat");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw Activity.wrap(e);
    }
  }

  private static void checkModel(CampaignRow campaign, BatchEngine engine) {
    String digest = engine.model().digest();
    if (!digest.equals(campaign.modelDigest())) {
      throw ApplicationFailure.newNonRetryableFailure(
          "campaign "
              + campaign.name()
              + " was started with model digest "
              + campaign.modelDigest()
              + "; this worker's "
              + engine.model().name()
              + " has "
              + digest,
          FailureTypes.MODEL_MISMATCH);
    }
  }

  private SliceAnswer runOn(
      BatchEngine engine,
      ShardKey shard,
      Fence fence,
      StagePlan plan,
      SliceRequest request,
      ActivityExecutionContext context)
      throws InterruptedException {
    long start = System.nanoTime();
    Slice slice = engine.openSlice(shard, fence, plan);
    boolean nothing = slice.isEmpty();
    CampaignMode mode;
    try {
      mode = waitFor(slice, engine, request, context, start);
    } catch (ActivityCompletionException e) {
      slice.evict();
      throw e;
    }
    boolean stays = mode == CampaignMode.RUNNING && !draining;
    if (stays) {
      slice.idle();
    } else {
      slice.evict();
    }
    engine.flush();
    double wall = (System.nanoTime() - start) * 1e-9;
    double occupancy = slice.occupancy();
    LOG.info(
        "slice of {} s: {} steps, device {} % occupied{}",
        Math.round(wall), slice.steps(), Math.round(100 * occupancy), stays ? "" : ", handed back");
    ledger.recordSlice(
        shard,
        fence,
        new SliceStats(
            wall,
            slice.steps(),
            slice.atomSteps(),
            occupancy,
            slice.waste(),
            slice.evictions(),
            slice.outOfMemory()));
    return answer(
        request, shard, mode, stays ? workerQueue : "", slice.steps(), occupancy, nothing);
  }

  /** Returns when the slice's time is over, its work is done, or the user wants something else. */
  private CampaignMode waitFor(
      Slice slice,
      BatchEngine engine,
      SliceRequest request,
      ActivityExecutionContext context,
      long start)
      throws InterruptedException {
    long end = start + request.seconds() * 1_000_000_000L;
    long modeAsked = start;
    long beat = -1;
    CampaignMode mode = CampaignMode.RUNNING;
    while (!slice.isEmpty()
        && System.nanoTime() < end
        && mode == CampaignMode.RUNNING
        && !draining) {
      Thread.sleep(POLL_MILLIS);
      slice.throwIfFailed();
      long now = System.nanoTime();
      if (now - modeAsked >= MODE_POLL_NANOS) {
        modeAsked = now;
        mode = LedgerBackedActivities.campaign(ledger, request.campaignId()).mode();
        if (engine.beat() != beat) {
          beat = engine.beat();
          context.heartbeat(slice.fence().toString());
        }
      }
    }
    return mode;
  }

  private SliceAnswer answer(
      SliceRequest request,
      ShardKey shard,
      CampaignMode mode,
      String queue,
      long steps,
      double occupancy,
      boolean nothing) {
    boolean done = ledger.isShardDone(shard);
    return new SliceAnswer(
        LedgerBackedActivities.readLog(ledger, shard, request.lastSeq()),
        done,
        mode,
        queue,
        steps,
        occupancy,
        nothing && !done);
  }
}
