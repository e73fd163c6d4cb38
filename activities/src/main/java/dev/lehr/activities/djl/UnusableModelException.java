package dev.lehr.activities.djl;

/** A model file that cannot be used, with one sentence that says why, for users. */
public final class UnusableModelException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** For this reason. */
  public UnusableModelException(String message) {
    super(message);
  }

  /** For this reason. */
  public UnusableModelException(String message, Throwable cause) {
    super(message, cause);
  }
}
