package dev.lehr.activities.bridge;

/**
 * The process of a model cannot be made to answer: it does not start, or was lost again and again.
 * The platform's failure, not the structures'; the message has the end of what it said.
 */
public final class ModelProcessException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /** What happened, with the end of standard error. */
  public ModelProcessException(String message, Throwable cause) {
    super(message, cause);
  }
}
