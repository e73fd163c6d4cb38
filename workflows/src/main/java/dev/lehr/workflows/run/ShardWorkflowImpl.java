package dev.lehr.workflows.run;

import dev.lehr.workflows.contract.CampaignMode;
import dev.lehr.workflows.contract.ClaimRequest;
import dev.lehr.workflows.contract.EngineActivities;
import dev.lehr.workflows.contract.LedgerActivities;
import dev.lehr.workflows.contract.ShardClaim;
import dev.lehr.workflows.contract.ShardLogPage;
import dev.lehr.workflows.contract.SliceAnswer;
import dev.lehr.workflows.contract.SliceRequest;
import io.temporal.common.InitialVersioningBehavior;
import io.temporal.failure.ActivityFailure;
import io.temporal.failure.TimeoutFailure;
import io.temporal.workflow.ContinueAsNewOptions;
import io.temporal.workflow.Workflow;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** See {@link ShardWorkflow}. */
public final class ShardWorkflowImpl implements ShardWorkflow {

  /** How long a lane waits for news before it asks the ledger itself. */
  private static final Duration MODE_DOUBT = Duration.ofMinutes(10);

  private final LedgerActivities ledger =
      Workflow.newActivityStub(LedgerActivities.class, Activities.questions("Asks the ledger"));
  private @Nullable ShardState state;
  private @Nullable ShardClaim claim;
  private int slice;
  private boolean modeNews;

  @Override
  public void run(LaneInput input) {
    ShardClaim next = claim(input);
    if (!next.found()) {
      return;
    }
    claim = next;
    ShardState folded = new ShardState(next.first(), next.count());
    state = folded;
    CampaignMode mode = next.mode();
    String preferred = "";
    while (mode != CampaignMode.CANCELLED) {
      if (mode == CampaignMode.PAUSED) {
        Workflow.await(MODE_DOUBT, () -> modeNews);
        modeNews = false;
        preferred = "";
      }
      slice++;
      SliceAnswer answer = runSlice(input, next, folded.seen(), preferred);
      fold(folded, answer.log(), input, next);
      if (answer.shardDone()) {
        break;
      }
      if (Boolean.TRUE.equals(answer.waits())) {
        return;
      }
      mode = answer.mode();
      preferred = answer.workerQueue();
      if (Workflow.getInfo().isContinueAsNewSuggested()) {
        break;
      }
    }
    if (mode != CampaignMode.CANCELLED) {
      Workflow.await(Workflow::isEveryHandlerFinished);
      // Where workers have versions, a lane that is pinned goes on with the newest.
      Workflow.continueAsNew(
          ContinueAsNewOptions.newBuilder()
              .setInitialVersioningBehavior(InitialVersioningBehavior.AUTO_UPGRADE)
              .build(),
          input);
    }
  }

  private ShardClaim claim(LaneInput input) {
    return ledger.claimShard(
        new ClaimRequest(
            input.campaignId(),
            input.phase(),
            input.campaignRun(),
            input.lane(),
            Workflow.getInfo().getRunId()));
  }

  private void fold(ShardState folded, ShardLogPage first, LaneInput input, ShardClaim shard) {
    ShardLogPage page = first;
    folded.apply(page);
    while (page.more()) {
      page = ledger.readShardLog(request(input, shard, folded.seen()));
      folded.apply(page);
    }
  }

  private SliceRequest request(LaneInput input, ShardClaim shard, long seen) {
    return new SliceRequest(
        input.campaignId(),
        input.phase(),
        shard.shard(),
        shard.epoch(),
        slice,
        seen,
        input.sliceSeconds());
  }

  /** Where the last slice ran first; if nobody answers there soon, wherever there is a worker. */
  private SliceAnswer runSlice(LaneInput input, ShardClaim shard, long seen, String preferred) {
    if (!preferred.isEmpty()) {
      try {
        return engine(Activities.sliceOn(preferred, input.sliceSeconds(), summary(shard)))
            .runSlice(request(input, shard, seen));
      } catch (ActivityFailure e) {
        if (!(e.getCause() instanceof TimeoutFailure)) {
          throw e;
        }
        slice++;
      }
    }
    return engine(Activities.slice(input.queue(), input.sliceSeconds(), summary(shard)))
        .runSlice(request(input, shard, seen));
  }

  private String summary(ShardClaim shard) {
    return "Shard " + shard.shard() + ", slice " + slice;
  }

  private static EngineActivities engine(io.temporal.activity.ActivityOptions options) {
    return Workflow.newActivityStub(EngineActivities.class, options);
  }

  @Override
  public void modeChanged(CampaignMode mode) {
    modeNews = true;
  }

  @Override
  public StructureState structure(StructureQuery query) {
    ShardState open = state;
    if (open == null) {
      throw new IllegalArgumentException("this lane has no shard open");
    }
    return open.structure(query.structure());
  }

  @Override
  public ShardSummary shard() {
    ShardState open = state;
    ShardClaim shard = claim;
    if (open == null || shard == null) {
      return new ShardSummary(-1, 0, 0, 0, Map.of());
    }
    return new ShardSummary(shard.shard(), shard.first(), shard.count(), slice, open.counts());
  }
}
