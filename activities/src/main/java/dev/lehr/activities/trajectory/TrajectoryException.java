package dev.lehr.activities.trajectory;

import org.jspecify.annotations.Nullable;

/** A trajectory file is not what the ledger says. The message is fit for users. */
public final class TrajectoryException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  TrajectoryException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
