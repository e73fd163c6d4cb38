package dev.lehr.testing;

import io.temporal.common.interceptors.ActivityInboundCallsInterceptor;
import io.temporal.common.interceptors.ActivityInboundCallsInterceptorBase;
import io.temporal.common.interceptors.WorkerInterceptorBase;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** How many activities a worker is at. */
final class ActivityCount extends WorkerInterceptorBase {

  private static final int PATIENCE_MILLIS = 5_000;

  /** What it takes to send an answer. */
  private static final int ANSWER_MILLIS = 300;

  private final AtomicInteger running = new AtomicInteger();

  @Override
  public ActivityInboundCallsInterceptor interceptActivity(ActivityInboundCallsInterceptor next) {
    return new ActivityInboundCallsInterceptorBase(next) {
      @Override
      public ActivityOutput execute(ActivityInput input) {
        running.incrementAndGet();
        try {
          return super.execute(input);
        } finally {
          running.decrementAndGet();
        }
      }
    };
  }

  /** Waits until all have been answered, or for some seconds. */
  void awaitNone() {
    try {
      long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(PATIENCE_MILLIS);
      while (running.get() > 0 && System.nanoTime() < end) {
        TimeUnit.MILLISECONDS.sleep(10);
      }
      TimeUnit.MILLISECONDS.sleep(ANSWER_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
