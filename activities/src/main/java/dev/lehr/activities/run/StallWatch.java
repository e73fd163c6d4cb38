package dev.lehr.activities.run;

import dev.lehr.activities.ledger.CampaignRow;
import dev.lehr.activities.ledger.Ledger;
import dev.lehr.activities.ledger.SignsOfLife;
import dev.lehr.workflows.contract.CampaignMode;
import dev.lehr.workflows.contract.CampaignProgress;
import dev.lehr.workflows.run.TaskQueues;
import dev.lehr.workflows.status.Stall;
import io.grpc.StatusRuntimeException;
import io.temporal.activity.Activity;
import io.temporal.api.enums.v1.TaskQueueType;
import io.temporal.api.taskqueue.v1.TaskQueue;
import io.temporal.api.workflowservice.v1.DescribeTaskQueueRequest;
import io.temporal.client.WorkflowClient;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;

/** Notices that a campaign which has work commits nothing, and says why. */
final class StallWatch {

  /** Attempts at one slice from which on it is no accident. */
  private static final int MANY_ATTEMPTS = 3;

  private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(10);

  private final Ledger ledger;
  private final Duration patience;
  private final Predicate<String> hasWorkers;
  private final Map<Long, String> seen = new ConcurrentHashMap<>();
  private final Duration betweenLooks;

  StallWatch(Ledger ledger, Duration patience) {
    this(ledger, patience, StallWatch::hasWorkers);
  }

  /** With another way to know whether somebody asks for slices at a task queue. */
  StallWatch(Ledger ledger, Duration patience, Predicate<String> hasWorkers) {
    this.ledger = ledger;
    this.hasWorkers = hasWorkers;
    this.patience = patience;
    Duration tenth = patience.dividedBy(10);
    this.betweenLooks = tenth.compareTo(BETWEEN_LOOKS) < 0 ? tenth : BETWEEN_LOOKS;
  }

  /**
   * Watches a phase of a campaign, from an activity.
   *
   * @param workers class of the workers that run its slices; empty: any
   * @param before the stall that is known already; empty: none
   */
  Watch of(CampaignRow campaign, int phase, String workers, String before) {
    return new Watch(campaign.id(), phase, TaskQueues.engine(workers), before);
  }

  /**
   * Why campaigns that are being watched now stall, by the ledger's key; those that do not are not
   * in it.
   */
  Map<Long, String> stalls() {
    return Map.copyOf(seen);
  }

  /** The look at one phase. */
  final class Watch implements AutoCloseable {
    private final long campaign;
    private final int phase;
    private final String queue;
    private final Instant began = Instant.now();
    private String stall;
    private Instant next;
    private CampaignMode mode = CampaignMode.RUNNING;

    private Watch(long campaign, int phase, String queue, String before) {
      this.campaign = campaign;
      this.phase = phase;
      this.queue = queue;
      this.stall = before;
      this.next = before.isEmpty() ? began.plus(betweenLooks) : began;
    }

    /**
     * Looks, now and then.
     *
     * @return why nothing is committed; empty where something is, or nothing is to be done
     */
    String look(CampaignProgress counts) {
      boolean idle = counts.phaseDone() || counts.mode() != CampaignMode.RUNNING;
      Instant now = Instant.now();
      if (idle) {
        stall = "";
      } else if (mode != CampaignMode.RUNNING || now.isAfter(next)) {
        next = now.plus(betweenLooks);
        stall = why(now);
      }
      mode = counts.mode();
      if (stall.isEmpty()) {
        seen.remove(campaign);
      } else {
        seen.put(campaign, stall);
      }
      return stall;
    }

    @Override
    public void close() {
      seen.remove(campaign);
    }

    /** A stall that is known is over with the next commit; a new one takes its time. */
    private String why(Instant now) {
      SignsOfLife signs = ledger.signsOfLife(campaign, phase);
      Instant last = signs.lastCommit().orElse(Instant.EPOCH);
      Instant since = stall.isEmpty() && last.isBefore(began) ? began : last;
      if (since.plus(patience).isAfter(now)) {
        return "";
      }
      if (!hasWorkers.test(queue)) {
        return Stall.NO_WORKER.key();
      }
      return signs.attempts() >= MANY_ATTEMPTS ? Stall.CRASH_LOOP.key() : Stall.NO_PROGRESS.key();
    }
  }

  /** Whether somebody has asked for slices in the last minutes; yes where the server cannot say. */
  private static boolean hasWorkers(String queue) {
    WorkflowClient client = Activity.getExecutionContext().getWorkflowClient();
    try {
      return client
              .getWorkflowServiceStubs()
              .blockingStub()
              .describeTaskQueue(
                  DescribeTaskQueueRequest.newBuilder()
                      .setNamespace(client.getOptions().getNamespace())
                      .setTaskQueue(TaskQueue.newBuilder().setName(queue))
                      .setTaskQueueType(TaskQueueType.TASK_QUEUE_TYPE_ACTIVITY)
                      .build())
              .getPollersCount()
          > 0;
    } catch (StatusRuntimeException e) {
      return true;
    }
  }
}
