package dev.lehr.worker.cli;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * The end of a worker process: it is told to end by SIGTERM or Ctrl-C, hands its work back, and
 * ends with 0; where that takes too long it ends at once, with 1.
 */
final class WorkerEnd {

  /** For what comes after the drain: the ledger and the logs are closed. */
  private static final long SLACK_SECONDS = 5;

  private final CountDownLatch asked = new CountDownLatch(1);
  private final CountDownLatch done = new CountDownLatch(1);
  private final Thread hook = new Thread(this::onShutdown, "lehr-end");
  private final Duration drain;
  private volatile boolean inOrder;

  private WorkerEnd(Duration drain) {
    this.drain = drain;
  }

  static WorkerEnd watch(Duration drain) {
    WorkerEnd end = new WorkerEnd(drain);
    Runtime.getRuntime().addShutdownHook(end.hook);
    return end;
  }

  /** Waits a while; answers whether the process has been told to end. */
  boolean isAskedWithin(long millis) throws InterruptedException {
    return asked.await(millis, TimeUnit.MILLISECONDS);
  }

  /**
   * All is closed.
   *
   * @param handedBack whether nothing went wrong on the way
   */
  void done(boolean handedBack) {
    inOrder = handedBack;
    done.countDown();
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException alreadyShuttingDown) {
      // the hook runs and has been told
    }
  }

  /** Java would end with 143 by itself, as if nobody had listened. */
  private void onShutdown() {
    asked.countDown();
    boolean inTime = false;
    try {
      inTime = done.await(drain.toSeconds() + SLACK_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    if (!inTime) {
      System.err.println(
          "lehr: work was not handed back within "
              + drain.toSeconds()
              + " s (--drain); the last checkpoints count.");
    }
    System.out.flush();
    Runtime.getRuntime().halt(inTime && inOrder ? ExitCode.OK.code() : ExitCode.UNEXPECTED.code());
  }
}
