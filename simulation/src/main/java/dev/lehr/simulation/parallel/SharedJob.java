package dev.lehr.simulation.parallel;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * One call of {@link Workers#forEach}, worked on by all threads that come by. They take many pieces
 * at a time while there are many, and single ones in the end, so that they finish together.
 */
final class SharedJob {

  private static final int SHARES_OF_A_THREAD = 4;

  private final int n;
  private final IntConsumer task;
  private final int shares;
  private final Thread owner = Thread.currentThread();
  private final AtomicInteger next = new AtomicInteger();
  private final AtomicInteger done = new AtomicInteger();
  private volatile boolean ownerSleeps;
  private int failedAt = Integer.MAX_VALUE;
  private @Nullable Throwable failure;

  SharedJob(int n, IntConsumer task, int threads) {
    this.n = n;
    this.task = task;
    this.shares = threads * SHARES_OF_A_THREAD;
  }

  boolean hasWork() {
    return next.get() < n;
  }

  /**
   * Works until no piece is left that nobody has taken.
   *
   * @return whether there was any
   */
  boolean work() {
    boolean worked = false;
    for (int from = next.get(); from < n; from = next.get()) {
      int to = from + Math.max(1, (n - from) / shares);
      if (next.compareAndSet(from, to)) {
        run(from, to);
        worked = true;
      }
    }
    return worked;
  }

  private void run(int from, int to) {
    for (int i = from; i < to; i++) {
      try {
        task.accept(i);
      } catch (RuntimeException | Error e) {
        failed(i, e);
      }
    }
    if (done.addAndGet(to - from) == n && ownerSleeps) {
      LockSupport.unpark(owner);
    }
  }

  private synchronized void failed(int i, Throwable e) {
    Throwable before = failure;
    if (before == null || i < failedAt) {
      if (before != null && before != e) {
        e.addSuppressed(before);
      }
      failure = e;
      failedAt = i;
    } else if (before != e) {
      before.addSuppressed(e);
    }
  }

  /** Waits until all pieces have been worked on; an interrupt is kept for later. */
  void await(long lookForNanos) {
    long since = System.nanoTime();
    while (done.get() < n && System.nanoTime() - since < lookForNanos) {
      Thread.onSpinWait();
    }
    boolean interrupted = false;
    ownerSleeps = true;
    while (done.get() < n) {
      LockSupport.park(this);
      interrupted |= Thread.interrupted();
    }
    if (interrupted) {
      owner.interrupt();
    }
  }

  synchronized void rethrow() {
    if (failure instanceof RuntimeException e) {
      throw e;
    }
    if (failure instanceof Error e) {
      throw e;
    }
  }
}
