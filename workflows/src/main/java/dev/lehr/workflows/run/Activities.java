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

  private static final int INTAKE_SECONDS = 3600;

  /** 1, 2, 4 ... 60, 60 seconds apart: ten minutes and a half. */
  private static final int NEWS_ATTEMPTS = 16;

  private Activities() {}

  private static RetryOptions retries() {
    return RetryOptions.newBuilder()
        .setInitialInterval(Duration.ofSeconds(1))
        .setBackoffCoefficient(2)
        .setMaximumInterval(Duration.ofSeconds(60))
        .setDoNotRetry(FailureTypes.ENDS_THE_CAMPAIGN.stream().sorted().toArray(String[]::new))
        .build();
  }

  static ActivityOptions questions(String summary) {
    return ActivityOptions.newBuilder()
        .setTaskQueue(TaskQueues.WORKFLOWS)
        .setStartToCloseTimeout(Duration.ofMinutes(2))
        .setHeartbeatTimeout(HEARTBEAT)
        .setRetryOptions(retries())
        .setSummary(summary)
        .build();
  }

  static ActivityOptions progress(int seconds, String summary) {
    return ActivityOptions.newBuilder()
        .setTaskQueue(TaskQueues.WORKFLOWS)
        .setStartToCloseTimeout(Duration.ofSeconds(seconds).plus(SLACK))
        .setHeartbeatTimeout(HEARTBEAT)
        .setRetryOptions(retries())
        .setCancellationType(ActivityCancellationType.TRY_CANCEL)
        .setSummary(summary)
        .build();
  }

  /**
   * The wait for news. Where it fails for about ten minutes on end, the workflow is to know: it
   * says so, and waits again.
   */
  static ActivityOptions news(int seconds) {
    return progress(seconds, "Waits for news from the ledger").toBuilder()
        .setRetryOptions(
            RetryOptions.newBuilder(retries()).setMaximumAttempts(NEWS_ATTEMPTS).build())
        .build();
  }

  static ActivityOptions intake() {
    return progress(INTAKE_SECONDS, "Takes the campaign into the ledger");
  }

  static ActivityOptions slice(String queue, int seconds, String summary) {
    return ActivityOptions.newBuilder()
        .setTaskQueue(queue)
        .setStartToCloseTimeout(Duration.ofSeconds(seconds).plus(SLACK))
        .setHeartbeatTimeout(HEARTBEAT)
        .setRetryOptions(retries())
        .setCancellationType(ActivityCancellationType.WAIT_CANCELLATION_COMPLETED)
        .setSummary(summary)
        .build();
  }

  /** One attempt on the worker that has the shard's systems in memory. */
  static ActivityOptions sliceOn(String queue, int seconds, String summary) {
    return slice(queue, seconds, summary).toBuilder()
        .setScheduleToStartTimeout(PREFERRED_WAIT)
        .setRetryOptions(RetryOptions.newBuilder().setMaximumAttempts(1).build())
        .build();
  }
}
