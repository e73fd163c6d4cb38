package dev.lehr.simulation.parallel;

import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntConsumer;

/**
 * A fixed number of threads, the caller's included, that share pieces of work. A piece may itself
 * call {@link #forEach}: whoever calls works too, so nothing waits for a thread that is not there.
 * The other threads are daemons and end with {@link #close()}.
 *
 * <p>A step of a small batch takes some ten microseconds, which is what it takes to wake a thread
 * up. So a thread that has run out of work looks for more for a moment before it goes to sleep,
 * unless there are more threads than processors.
 */
public final class FixedThreadWorkers implements Workers, AutoCloseable {

  private static final AtomicInteger NAMES = new AtomicInteger();
  private static final long LOOK_FOR_NANOS = 50_000;
  private static final SharedJob[] NONE = {};

  private final int threads;
  private final long lookForNanos;
  private final Helper[] helpers;
  private volatile SharedJob[] open = NONE;
  private volatile boolean closed;

  /**
   * Starts the threads.
   *
   * @param threads how many pieces may run at once, at least 1; 1 means the caller alone
   */
  public FixedThreadWorkers(int threads) {
    if (threads < 1) {
      throw new IllegalArgumentException("threads is " + threads + ", expected 1 or more");
    }
    this.threads = threads;
    this.lookForNanos = threads <= Runtime.getRuntime().availableProcessors() ? LOOK_FOR_NANOS : 0;
    this.helpers = new Helper[threads - 1];
    for (int h = 0; h < helpers.length; h++) {
      helpers[h] = new Helper();
      helpers[h].setDaemon(true);
    }
    for (Helper helper : helpers) {
      helper.start();
    }
  }

  @Override
  public int threads() {
    return threads;
  }

  /**
   * {@inheritDoc}
   *
   * <p>Of several exceptions the one of the lowest index is thrown, with the others suppressed, so
   * that the outcome does not depend on the schedule.
   *
   * @throws IllegalStateException where the workers are closed
   */
  @Override
  public void forEach(int n, IntConsumer task) {
    if (closed) {
      throw new IllegalStateException("the workers are closed");
    }
    if (n <= 0) {
      return;
    }
    SharedJob job = new SharedJob(n, task, threads);
    if (n == 1 || threads == 1) {
      job.work();
      job.rethrow();
      return;
    }
    publish(job);
    wake(Math.min(threads, n) - 1);
    job.work();
    withdraw(job);
    job.await(lookForNanos);
    job.rethrow();
  }

  /** Lets the threads end; work that runs is finished by its caller. */
  @Override
  public void close() {
    closed = true;
    wake(helpers.length);
  }

  private synchronized void publish(SharedJob job) {
    SharedJob[] more = Arrays.copyOf(open, open.length + 1);
    more[open.length] = job;
    open = more;
  }

  private synchronized void withdraw(SharedJob job) {
    if (open.length == 1) {
      open = NONE;
      return;
    }
    SharedJob[] fewer = new SharedJob[open.length - 1];
    int at = 0;
    for (SharedJob other : open) {
      if (other != job) {
        fewer[at++] = other;
      }
    }
    open = fewer;
  }

  private void wake(int wanted) {
    int left = wanted;
    for (int h = 0; h < helpers.length && left > 0; h++) {
      if (helpers[h].asleep) {
        LockSupport.unpark(helpers[h]);
        left--;
      }
    }
  }

  /** Whether the newest job that has work left was found and worked on. */
  private boolean workOnSomething() {
    SharedJob[] now = open;
    // The newest first: it may be a piece of an older one, which cannot end before it.
    for (int k = now.length - 1; k >= 0; k--) {
      if (now[k].work()) {
        return true;
      }
    }
    return false;
  }

  /** A thread that works on what others have published. */
  private final class Helper extends Thread {
    private volatile boolean asleep;

    Helper() {
      super("lehr-worker-" + NAMES.incrementAndGet());
    }

    @Override
    public void run() {
      long idleSince = System.nanoTime();
      while (!closed) {
        if (workOnSomething()) {
          idleSince = System.nanoTime();
        } else if (System.nanoTime() - idleSince < lookForNanos) {
          Thread.onSpinWait();
        } else {
          sleep();
          idleSince = System.nanoTime();
        }
      }
    }

    /** Whoever publishes looks at the flag after that, so that one of the two sees the other. */
    private void sleep() {
      asleep = true;
      if (!closed && !anythingToDo()) {
        LockSupport.park(FixedThreadWorkers.this);
      }
      asleep = false;
      // An interrupt means nothing here and would keep the thread from ever sleeping again.
      Thread.interrupted();
    }

    private boolean anythingToDo() {
      for (SharedJob job : open) {
        if (job.hasWork()) {
          return true;
        }
      }
      return false;
    }
  }
}
