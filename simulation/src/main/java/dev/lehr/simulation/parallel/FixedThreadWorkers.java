package dev.lehr.simulation.parallel;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * A fixed number of threads, the caller's included, that take pieces of work one by one as they
 * become free. A piece may itself call {@link #forEach}: whoever calls works too, so nothing waits
 * for a thread that is not there. The other threads are daemons and end with {@link #close()}.
 */
public final class FixedThreadWorkers implements Workers, AutoCloseable {

  private static final AtomicInteger NAMES = new AtomicInteger();

  private final int threads;
  private final ThreadPoolExecutor helpers;

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
    this.helpers =
        new ThreadPoolExecutor(
            Math.max(1, threads - 1),
            Math.max(1, threads - 1),
            0,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            FixedThreadWorkers::daemon);
  }

  /** How many pieces may run at once. */
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
    if (helpers.isShutdown()) {
      throw new IllegalStateException("the workers are closed");
    }
    if (n <= 0) {
      return;
    }
    Job job = new Job(n, task);
    int wanted = Math.min(threads, n) - 1;
    for (int h = 0; h < wanted; h++) {
      try {
        helpers.execute(job);
      } catch (RejectedExecutionException closedMeanwhile) {
        break;
      }
    }
    job.run();
    job.await();
  }

  /** Lets the threads end; work that runs is finished by its caller. */
  @Override
  public void close() {
    helpers.shutdown();
  }

  private static Thread daemon(Runnable work) {
    Thread thread = new Thread(work, "lehr-worker-" + NAMES.incrementAndGet());
    thread.setDaemon(true);
    return thread;
  }

  /** One call of forEach, worked on by all threads that come by. */
  private static final class Job implements Runnable {
    private final int n;
    private final IntConsumer task;
    private final AtomicInteger next = new AtomicInteger();
    private final AtomicInteger left;
    private final CountDownLatch done = new CountDownLatch(1);
    private int failedAt = Integer.MAX_VALUE;
    private @Nullable Throwable failure;

    Job(int n, IntConsumer task) {
      this.n = n;
      this.task = task;
      this.left = new AtomicInteger(n);
    }

    @Override
    public void run() {
      // A look before the increment keeps late helpers from counting past the range of an int.
      while (next.get() < n) {
        int i = next.getAndIncrement();
        if (i >= n) {
          return;
        }
        try {
          task.accept(i);
        } catch (RuntimeException | Error e) {
          failed(i, e);
        } finally {
          if (left.decrementAndGet() == 0) {
            done.countDown();
          }
        }
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

    void await() {
      boolean interrupted = false;
      while (true) {
        try {
          done.await();
          break;
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
      rethrow();
    }

    private synchronized void rethrow() {
      if (failure instanceof RuntimeException e) {
        throw e;
      }
      if (failure instanceof Error e) {
        throw e;
      }
    }
  }
}
