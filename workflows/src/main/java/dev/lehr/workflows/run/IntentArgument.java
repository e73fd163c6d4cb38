package dev.lehr.workflows.run;

/**
 * The argument of the updates.
 *
 * @param requestId asking twice with the same id does it once; may be empty
 */
public record IntentArgument(String requestId) {

  /** A request without an id of its own: the workflow makes one. */
  public static IntentArgument once() {
    return new IntentArgument("");
  }
}
