package dev.lehr.activities.djl;

import java.util.concurrent.TimeUnit;

/**
 * The end of a process while libtorch works. A forward that still runs when the process unloads its
 * libraries crashes it, so the process waits for it; where that takes too long it ends at once,
 * without unloading anything.
 *
 * <p>Whoever ends a run in order, such as an engine that writes its checkpoints, holds this back
 * meanwhile ({@link #hold}): until then forwards go on as usual.
 */
public final class Shutdown {

  private static final long HOLD_NANOS = TimeUnit.SECONDS.toNanos(15);
  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(30);
  private static final int INTERRUPTED = 143;

  private static final Object LOCK = new Object();
  private static int running;
  private static int held;
  private static boolean shut;
  private static boolean used;

  static {
    Runtime.getRuntime().addShutdownHook(new Thread(Shutdown::drain, "lehr-libtorch-drain"));
  }

  private Shutdown() {}

  /** A forward that runs. */
  interface Running extends AutoCloseable {
    @Override
    void close();
  }

  /** A run that ends in order. */
  public interface Hold extends AutoCloseable {
    @Override
    void close();
  }

  /** Begins a forward. Once the process ends this does not return. */
  static Running enter() {
    synchronized (LOCK) {
      while (shut) {
        try {
          LOCK.wait();
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
          throw new IllegalStateException("the process ends", e);
        }
      }
      running++;
      used = true;
    }
    return () -> {
      synchronized (LOCK) {
        running--;
        LOCK.notifyAll();
      }
    };
  }

  /** A process in which forwards have run does not end until this is closed, 15 s at most. */
  public static Hold hold() {
    synchronized (LOCK) {
      held++;
    }
    return () -> {
      synchronized (LOCK) {
        held--;
        LOCK.notifyAll();
      }
    };
  }

  private static void drain() {
    try {
      synchronized (LOCK) {
        waitWhile(() -> used && held > 0, HOLD_NANOS);
        shut = true;
        waitWhile(() -> running > 0, PATIENCE_NANOS);
        if (running == 0) {
          return;
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    System.err.println("lehr: a model still computes; ending without it.");
    Runtime.getRuntime().halt(INTERRUPTED);
  }

  private static void waitWhile(java.util.function.BooleanSupplier condition, long nanos)
      throws InterruptedException {
    long end = System.nanoTime() + nanos;
    for (long left = nanos; condition.getAsBoolean() && left > 0; left = end - System.nanoTime()) {
      TimeUnit.NANOSECONDS.timedWait(LOCK, left);
    }
  }
}
