package dev.lehr.worker.cli;

import dev.lehr.worker.run.CampaignRunner;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Ctrl-C and SIGTERM: the runner is asked to checkpoint, and the process waits for it, but not for
 * ever.
 */
final class Interruption {

  private static final long PATIENCE_SECONDS = 10;

  private final CountDownLatch done = new CountDownLatch(1);
  private final Thread hook = new Thread(this::onShutdown, "lehr-interrupt");
  private boolean asked;
  private @Nullable CampaignRunner runner;

  private Interruption() {}

  static Interruption watch() {
    Interruption interruption = new Interruption();
    Runtime.getRuntime().addShutdownHook(interruption.hook);
    return interruption;
  }

  /** From here on an interruption is for this runner. */
  synchronized void interrupts(CampaignRunner newRunner) {
    runner = newRunner;
    if (asked) {
      newRunner.interrupt();
    }
  }

  /** All is written and closed. */
  void done() {
    done.countDown();
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException alreadyShuttingDown) {
      // the hook runs and has been told
    }
  }

  private void onShutdown() {
    synchronized (this) {
      asked = true;
      if (runner != null) {
        runner.interrupt();
      }
    }
    try {
      if (!done.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        System.err.println("lehr: gave up waiting; the last checkpoints count.");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
