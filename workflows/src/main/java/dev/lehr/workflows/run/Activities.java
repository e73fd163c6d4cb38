package dev.lehr.workflows.run;

import dev.lehr.workflows.contract.FailureTypes;
import io.temporal.activity.ActivityCancellationType;
import io.temporal.activity.ActivityOptions;
import io.temporal.common.RetryOptions;
import java.time.Duration;

/** How workflows call activities: platform failures are retried without end, at a bounded rate. */
final class Activities {

  private static final Duration HEARTBEAT = Duration.ofSeconds(60);
  private static final Duration PREFERRED_WAIT = Duration.ofSeconds(10);
  private static final Duration SLACK = Duration.ofMinutes(5);

  private Activities() {}

  private static RetryOptions retries() {
    return RetryOptions.newBuilder()
        .setInitialInterval(Duration.ofSeconds(1))
        .setBackoffCoefficient(2)
        .setMaximumInterval(Duration.ofSeconds(60))
        .setDoNotRetry(FailureTypes.ENDS_THE_CAMPAIGN.stream().sorted().toArray(String[]::new))
        .build();
  }

  static ActivityOptions questions() {
    return ActivityOptions.newBuilder()
        .setTaskQueue(TaskQueues.WORKFLOWS)
        .setStartToCloseTimeout(Duration.ofMinutes(2))
        .setRetryOptions(retries())
        .build();
  }

  static ActivityOptions progress(int seconds) {
    return ActivityOptions.newBuilder()
        .setTaskQueue(TaskQueues.WORKFLOWS)
        .setStartToCloseTimeout(Duration.ofSeconds(seconds).plus(SLACK))
        .setHeartbeatTimeout(HEARTBEAT)
        .setRetryOptions(retries())
        .setCancellationType(ActivityCancellationType.TRY_CANCEL)
        .build();
  }

  static ActivityOptions slice(int seconds) {
    return ActivityOptions.newBuilder()
        .setTaskQueue(TaskQueues.ENGINE)
        .setStartToCloseTimeout(Duration.ofSeconds(seconds).plus(SLACK))
        .setHeartbeatTimeout(HEARTBEAT)
        .setRetryOptions(retries())
        .setCancellationType(ActivityCancellationType.WAIT_CANCELLATION_COMPLETED)
        .build();
  }

  /** One attempt on the worker that has the shard's systems in memory. */
  static ActivityOptions sliceOn(String queue, int seconds) {
    return slice(seconds).toBuilder()
        .setTaskQueue(queue)
        .setScheduleToStartTimeout(PREFERRED_WAIT)
        .setRetryOptions(RetryOptions.newBuilder().setMaximumAttempts(1).build())
        .build();
  }
}
