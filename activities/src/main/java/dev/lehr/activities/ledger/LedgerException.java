package dev.lehr.activities.ledger;

import org.jspecify.annotations.Nullable;

/**
 * The ledger could not do what was asked: disk full, file locked, corrupt, or away. Nothing of the
 * call was committed. The message is fit for users; {@link #isRetryable()} says whether trying
 * again may help.
 */
public final class LedgerException extends RuntimeException {

  private final boolean retryable;

  /**
   * An exception with a message for users.
   *
   * @param retryable whether trying again may help
   */
  public LedgerException(String message, @Nullable Throwable cause, boolean retryable) {
    super(message, cause);
    this.retryable = retryable;
  }

  /** Whether trying again may help (disk full, locked, away) or not (corrupt, newer version). */
  public boolean isRetryable() {
    return retryable;
  }
}
