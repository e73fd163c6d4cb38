package dev.lehr.workflows.run;

import dev.lehr.workflows.contract.CampaignInput;
import dev.lehr.workflows.contract.CampaignMode;
import dev.lehr.workflows.contract.CampaignPlan;
import dev.lehr.workflows.contract.CampaignProgress;
import dev.lehr.workflows.contract.FailureTypes;
import dev.lehr.workflows.contract.Intent;
import dev.lehr.workflows.contract.IntentAnswer;
import dev.lehr.workflows.contract.LedgerActivities;
import dev.lehr.workflows.contract.PhaseClosed;
import dev.lehr.workflows.contract.PhaseEnd;
import dev.lehr.workflows.contract.ProgressRequest;
import io.temporal.api.enums.v1.ParentClosePolicy;
import io.temporal.failure.ActivityFailure;
import io.temporal.failure.ApplicationFailure;
import io.temporal.failure.CanceledFailure;
import io.temporal.failure.ChildWorkflowFailure;
import io.temporal.failure.TemporalFailure;
import io.temporal.workflow.Async;
import io.temporal.workflow.ChildWorkflowOptions;
import io.temporal.workflow.Promise;
import io.temporal.workflow.SignalExternalWorkflowException;
import io.temporal.workflow.Workflow;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** See {@link CampaignWorkflow}. */
public final class CampaignWorkflowImpl implements CampaignWorkflow {

  private static final int PROGRESS_SECONDS = 3600;
  private static final int CLOSING_SECONDS = 24 * 3600;
  private static final Duration RESTART_DELAY = Duration.ofSeconds(10);

  private final LedgerActivities ledger =
      Workflow.newActivityStub(LedgerActivities.class, Activities.questions());
  private final LedgerActivities watcher =
      Workflow.newActivityStub(LedgerActivities.class, Activities.progress(PROGRESS_SECONDS));
  private final LedgerActivities closer =
      Workflow.newActivityStub(LedgerActivities.class, Activities.progress(CLOSING_SECONDS));
  private final Map<Integer, ShardWorkflow> lanes = new TreeMap<>();
  private @Nullable CampaignPlan plan;
  private @Nullable TemporalFailure fatal;
  private @Nullable Promise<CampaignProgress> openWatch;
  private CampaignProgress progress =
      new CampaignProgress(0, List.of(), List.of(), 0, false, CampaignMode.RUNNING);
  private int lanesRunning;
  private boolean intentRecorded;
  private boolean ended;

  @Override
  public CampaignProgress run(CampaignInput input) {
    CampaignPlan opened = ledger.openCampaign(input);
    plan = opened;
    boolean over = false;
    while (!over) {
      runPhases(opened, input);
      // What is being asked now may open something again.
      intentRecorded = false;
      Workflow.await(Workflow::isEveryHandlerFinished);
      over = !intentRecorded;
    }
    ended = true;
    return progress;
  }

  private void runPhases(CampaignPlan opened, CampaignInput input) {
    int phase = 0;
    while (phase < opened.phases().size()) {
      if (!runPhase(opened, input, phase)) {
        return;
      }
      Integer earlier = progress.earlier();
      if (earlier != null) {
        phase = earlier;
      } else if (closePhase(opened, phase)) {
        phase++;
      } else {
        return;
      }
    }
  }

  /**
   * Returns whether the campaign goes on: with the next phase, or with an earlier one where
   * something was opened again.
   */
  private boolean runPhase(CampaignPlan opened, CampaignInput input, int phase) {
    look(phase);
    while (progress.earlier() == null && (!isOver() || intentBeforeTheWatchEnds(phase))) {
      startLanes(opened, input, phase);
      while (lanesRunning > 0) {
        throwIfFatal();
        if (isOver()) {
          Workflow.await(() -> lanesRunning == 0 || fatal != null);
        } else {
          watchWhileLanesRun(phase);
        }
      }
      throwIfFatal();
      look(phase);
    }
    return progress.mode() != CampaignMode.CANCELLED;
  }

  /** What all structures have to be there for. Returns whether the next phase may start. */
  private boolean closePhase(CampaignPlan opened, int phase) {
    if (!opened.hasBarriers(phase)) {
      return true;
    }
    PhaseClosed closed = closer.closePhase(new PhaseEnd(opened.campaignId(), phase));
    look(phase);
    return closed.mode() != CampaignMode.CANCELLED;
  }

  private boolean isOver() {
    return progress.phaseDone() || progress.mode() == CampaignMode.CANCELLED;
  }

  /**
   * The end of a phase is news, which a watch that is still open brings in a moment. A campaign
   * that ended without it would leave an activity behind, for which its worker waits some seconds
   * when it shuts down. Returns whether the user has opened something again in that moment.
   */
  private boolean intentBeforeTheWatchEnds(int phase) {
    intentRecorded = false;
    Promise<CampaignProgress> open = openWatch;
    if (open == null) {
      return false;
    }
    Workflow.await(() -> open.isCompleted() || intentRecorded);
    if (intentRecorded) {
      look(phase);
      return !isOver() || intentBeforeTheWatchEnds(phase);
    }
    openWatch = null;
    return false;
  }

  private void throwIfFatal() {
    if (fatal != null) {
      throw fatal;
    }
  }

  /**
   * The long wait for news; it ends early when no lane is left that could make any. A wait that is
   * still open then is taken up again, never cancelled: the in-memory server refuses, for good, a
   * workflow task that cancels an activity which has just completed.
   */
  private void watchWhileLanesRun(int phase) {
    Promise<CampaignProgress> news = openWatch;
    if (news == null) {
      news = Async.function(watcher::awaitProgress, request(phase));
      openWatch = news;
    }
    Promise<CampaignProgress> open = news;
    Workflow.await(() -> open.isCompleted() || lanesRunning == 0 || fatal != null);
    if (open.isCompleted()) {
      openWatch = null;
      show(open.get());
    }
  }

  private ProgressRequest request(int phase) {
    return new ProgressRequest(
        plan().campaignId(), phase, done(), progress.mode(), PROGRESS_SECONDS);
  }

  private void show(CampaignProgress news) {
    progress = news;
    Workflow.setCurrentDetails(ProgressTable.markdown(plan().name(), progress));
  }

  /** How things stand now. */
  private void look(int phase) {
    show(
        watcher.awaitProgress(
            new ProgressRequest(plan().campaignId(), phase, 0, CampaignMode.RUNNING, 0)));
  }

  private CampaignPlan plan() {
    CampaignPlan opened = plan;
    if (opened == null) {
      throw ApplicationFailure.newFailure("the campaign is still being opened", "lehr.NotOpen");
    }
    return opened;
  }

  private long done() {
    return ProgressTable.terminal(progress);
  }

  private void startLanes(CampaignPlan opened, CampaignInput input, int phase) {
    for (int lane = 0; lane < opened.lanes(); lane++) {
      LaneInput laneInput =
          new LaneInput(
              opened.campaignId(),
              phase,
              Workflow.getInfo().getRunId(),
              lane,
              input.sliceSeconds());
      lanesRunning++;
      Async.procedure(this::runLane, laneInput);
    }
  }

  /** Runs a lane to its end; one that fails for platform reasons is started again. */
  private void runLane(LaneInput input) {
    try {
      while (true) {
        ShardWorkflow lane = laneStub(input);
        // By its id alone: a lane goes on as a new run with each shard.
        lanes.put(
            input.lane(), Workflow.newExternalWorkflowStub(ShardWorkflow.class, laneId(input)));
        try {
          lane.run(input);
          return;
        } catch (ChildWorkflowFailure e) {
          if (e.getCause() instanceof CanceledFailure) {
            throw e;
          }
          if (isFatal(e)) {
            fatal = e;
            return;
          }
          Workflow.sleep(RESTART_DELAY);
        }
      }
    } finally {
      lanes.remove(input.lane());
      lanesRunning--;
    }
  }

  private static boolean isFatal(ChildWorkflowFailure e) {
    return e.getCause() instanceof ActivityFailure activity
        && activity.getCause() instanceof ApplicationFailure failure
        && FailureTypes.ENDS_THE_CAMPAIGN.contains(failure.getType());
  }

  private static String laneId(LaneInput input) {
    return Workflow.getInfo().getWorkflowId() + "/phase-" + input.phase() + "/lane-" + input.lane();
  }

  private static ShardWorkflow laneStub(LaneInput input) {
    return Workflow.newChildWorkflowStub(
        ShardWorkflow.class,
        ChildWorkflowOptions.newBuilder()
            .setWorkflowId(laneId(input))
            .setTaskQueue(TaskQueues.WORKFLOWS)
            .setParentClosePolicy(ParentClosePolicy.PARENT_CLOSE_POLICY_REQUEST_CANCEL)
            .build());
  }

  @Override
  public CampaignProgress progress() {
    return progress;
  }

  private IntentAnswer record(Intent.Kind kind, IntentArgument argument) {
    String id =
        argument.requestId() == null || argument.requestId().isEmpty()
            ? Workflow.randomUUID().toString()
            : argument.requestId();
    Workflow.await(() -> plan != null);
    IntentAnswer answer = ledger.recordIntent(new Intent(plan().campaignId(), id, kind));
    intentRecorded = true;
    for (ShardWorkflow lane : List.copyOf(lanes.values())) {
      tell(lane, answer.mode());
    }
    return answer;
  }

  /** A lane that has just ended needs no news. */
  private static void tell(ShardWorkflow lane, CampaignMode mode) {
    try {
      lane.modeChanged(mode);
    } catch (TemporalFailure | SignalExternalWorkflowException e) {
      Workflow.getLogger(CampaignWorkflowImpl.class).debug("a lane has ended", e);
    }
  }

  private void refuseIfEnded(String what) {
    if (ended) {
      throw new IllegalStateException("the campaign has ended: there is nothing to " + what);
    }
  }

  @Override
  public IntentAnswer pause(IntentArgument argument) {
    return record(Intent.Kind.PAUSE, argument);
  }

  @Override
  public void validatePause(IntentArgument argument) {
    refuseIfEnded("pause");
  }

  @Override
  public IntentAnswer resume(IntentArgument argument) {
    return record(Intent.Kind.RESUME, argument);
  }

  @Override
  public void validateResume(IntentArgument argument) {
    refuseIfEnded("resume");
  }

  @Override
  public IntentAnswer cancel(IntentArgument argument) {
    return record(Intent.Kind.CANCEL, argument);
  }

  @Override
  public void validateCancel(IntentArgument argument) {
    refuseIfEnded("cancel");
  }

  @Override
  public IntentAnswer retry(IntentArgument argument) {
    return record(Intent.Kind.RETRY, argument);
  }

  @Override
  public void validateRetry(IntentArgument argument) {
    refuseIfEnded("retry");
  }
}
