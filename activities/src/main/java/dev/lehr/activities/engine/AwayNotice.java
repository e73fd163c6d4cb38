package dev.lehr.activities.engine;

import java.time.Duration;

/**
 * When to say that the ledger is away, which is found out twice a second: when it goes, when the
 * reason is another one, and now and then.
 */
final class AwayNotice {

  private static final long AGAIN_NANOS = Duration.ofSeconds(30).toNanos();

  private String said = "";
  private long at;

  /** Whether to say why now; then it counts as said. */
  boolean isDue(String why, long nanos) {
    if (why.equals(said) && nanos - at < AGAIN_NANOS) {
      return false;
    }
    said = why;
    at = nanos;
    return true;
  }

  /** The ledger has answered. */
  void over() {
    said = "";
  }
}
