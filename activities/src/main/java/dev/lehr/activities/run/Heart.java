package dev.lehr.activities.run;

import io.temporal.activity.ActivityExecutionContext;
import io.temporal.client.ActivityCompletionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** Heartbeats while a computation that has no steps of its own is under way. */
final class Heart implements AutoCloseable {

  private static final int SECONDS = 10;

  private final ScheduledExecutorService pulse =
      Executors.newSingleThreadScheduledExecutor(
          work -> {
            Thread thread = new Thread(work, "lehr-heart");
            thread.setDaemon(true);
            return thread;
          });
  private volatile boolean cancelled;

  private Heart() {}

  @SuppressWarnings("FutureReturnValueIgnored")
  static Heart beating(ActivityExecutionContext context) {
    Heart heart = new Heart();
    heart.pulse.scheduleAtFixedRate(() -> heart.beat(context), SECONDS, SECONDS, TimeUnit.SECONDS);
    return heart;
  }

  private void beat(ActivityExecutionContext context) {
    try {
      context.heartbeat("");
    } catch (ActivityCompletionException e) {
      cancelled = true;
    }
  }

  /** Does it; it is short enough to be done to the end even if nobody waits for it any more. */
  long during(LongSupplier work) {
    long answer = work.getAsLong();
    return cancelled ? 0 : answer;
  }

  @Override
  public void close() {
    pulse.shutdownNow();
  }
}
