package dev.lehr.activities.run;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/** Whether a process is given activities: how many run now, and for how long none has. */
public final class Traffic {

  private final AtomicInteger running = new AtomicInteger();
  private volatile long lastNanos = System.nanoTime();

  /** Does what an activity does. */
  <T> T during(Supplier<T> work) {
    running.incrementAndGet();
    try {
      return work.get();
    } finally {
      lastNanos = System.nanoTime();
      running.decrementAndGet();
    }
  }

  /** Whether nothing runs, and nothing has for so long. */
  public boolean isQuietFor(Duration duration) {
    return running.get() == 0 && System.nanoTime() - lastNanos >= duration.toNanos();
  }
}
