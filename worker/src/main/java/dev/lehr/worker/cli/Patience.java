package dev.lehr.worker.cli;

import dev.lehr.activities.ledger.Ledger;
import dev.lehr.activities.ledger.LedgerException;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** How a worker waits at its start for servers that are away, and says so. */
final class Patience implements Predicate<String> {

  private static final long BETWEEN_MILLIS = 1000;

  private final long end;
  private final WorkerEnd told;
  private final Consumer<String> say;
  private String said = "";
  private boolean ended;

  /**
   * Patience from now on.
   *
   * @param longest 0: none
   * @param told ends it
   * @param say is told once of each reason
   */
  Patience(Duration longest, WorkerEnd told, Consumer<String> say) {
    this.end = System.nanoTime() + longest.toNanos();
    this.told = told;
    this.say = say;
  }

  /** Waits a moment; whether to try again after a failure with such a reason. */
  @Override
  public boolean test(String why) {
    long left = Duration.ofNanos(end - System.nanoTime()).toSeconds();
    if (left <= 0) {
      return false;
    }
    if (!why.equals(said)) {
      said = why;
      say.accept("Waits, " + left + " s at most (--patience): " + why);
    }
    try {
      ended = told.isAskedWithin(BETWEEN_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      ended = true;
    }
    return !ended;
  }

  /** Opens a ledger, as soon as it is there. */
  Ledger open(Supplier<Ledger> open) {
    while (true) {
      try {
        return open.get();
      } catch (LedgerException e) {
        if (!e.isRetryable() || !test(String.valueOf(e.getMessage()))) {
          throw e;
        }
      }
    }
  }

  /** Whether the worker was told to end while it waited: it has nothing to hand back. */
  boolean hasEnded() {
    return ended;
  }
}
