package dev.lehr.activities.run;

import io.temporal.activity.Activity;
import io.temporal.activity.ActivityExecutionContext;
import io.temporal.client.ActivityCompletionException;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Heartbeats while an activity does what has no steps of its own, so that a worker that is gone is
 * missed in a minute however long the work may take.
 */
public final class Heart implements AutoCloseable {

  private static final Duration USUAL = Duration.ofSeconds(10);

  private final ScheduledExecutorService pulse =
      Executors.newSingleThreadScheduledExecutor(
          work -> {
            Thread thread = new Thread(work, "lehr-heart");
            thread.setDaemon(true);
            return thread;
          });

  private Heart() {}

  /**
   * Does it, in an activity, to the end: even if nobody waits for it any more. What it commits is
   * the ledger's to judge.
   */
  public static <T> T beatsDuring(Supplier<T> work) {
    return beatsDuring(USUAL, work);
  }

  static <T> T beatsDuring(Duration interval, Supplier<T> work) {
    ActivityExecutionContext context = Activity.getExecutionContext();
    try (Heart heart = new Heart()) {
      heart.beatFor(context, interval.toMillis());
      return work.get();
    }
  }

  @SuppressWarnings("FutureReturnValueIgnored")
  private void beatFor(ActivityExecutionContext context, long millis) {
    pulse.scheduleAtFixedRate(() -> beat(context), millis, millis, TimeUnit.MILLISECONDS);
  }

  private void beat(ActivityExecutionContext context) {
    try {
      context.heartbeat("");
    } catch (ActivityCompletionException e) {
      pulse.shutdown();
    }
  }

  @Override
  public void close() {
    pulse.shutdown();
  }
}
