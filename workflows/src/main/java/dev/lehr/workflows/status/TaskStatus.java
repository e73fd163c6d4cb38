package dev.lehr.workflows.status;

import java.util.Arrays;
import java.util.stream.Collectors;

/**
 * What has become of one structure in one stage (a task). Platform trouble (a lost worker, a lost
 * database) is not among them: it is retried and leaves a task pending or running.
 */
public enum TaskStatus {
  /** Waits for its turn, or for the stage before it. */
  PENDING('p', "pending", false, false),
  /** Was admitted to a batch and has not ended; its checkpoint, if any, is in the ledger. */
  RUNNING('r', "running", false, false),
  /** Met the goal of its stage. */
  CONVERGED('c', "converged", true, true),
  /** Used up its steps without meeting the goal; what was reached is kept. */
  MAX_ITERATIONS('m', "max_iterations", true, false),
  /** The structure itself went wrong; the reason says how. */
  FAILED('f', "failed", true, false),
  /** Never started: its input was bad; the reason says how. */
  REJECTED('x', "rejected", true, false),
  /** Was looked at and is not among those that go on: an answer, no failure. */
  FILTERED('d', "filtered", true, false),
  /** Never started: the stage before it did not let it through. */
  SKIPPED('s', "skipped", true, false),
  /** Ended by the user before it was done. */
  CANCELLED('k', "cancelled", true, false);

  private final char code;
  private final String key;
  private final boolean terminal;
  private final boolean success;

  TaskStatus(char code, String key, boolean terminal, boolean success) {
    this.code = code;
    this.key = key;
    this.terminal = terminal;
    this.success = success;
  }

  /** One letter, for compact payloads. */
  public char code() {
    return code;
  }

  /** The word that users see. */
  public String key() {
    return key;
  }

  /** Whether nothing more happens to the task without a retry. */
  public boolean isTerminal() {
    return terminal;
  }

  /** Whether the next stage may take the structure on. */
  public boolean isSuccess() {
    return success;
  }

  /**
   * Whether the task ended otherwise than it should: neither a success nor an answer (filtered),
   * nor the consequence of another task's end (skipped).
   */
  public boolean isUnsuccessful() {
    return terminal && !success && this != FILTERED && this != SKIPPED;
  }

  /**
   * The status of a one-letter code.
   *
   * @throws IllegalArgumentException where there is none
   */
  public static TaskStatus ofCode(char code) {
    for (TaskStatus status : values()) {
      if (status.code == code) {
        return status;
      }
    }
    throw new IllegalArgumentException("no status has the code '" + code + "'");
  }

  /**
   * The status of a word.
   *
   * @throws IllegalArgumentException where there is none
   */
  public static TaskStatus ofKey(String key) {
    for (TaskStatus status : values()) {
      if (status.key.equals(key)) {
        return status;
      }
    }
    throw new IllegalArgumentException(
        "unknown status '"
            + key
            + "'; expected one of "
            + Arrays.stream(values()).map(TaskStatus::key).collect(Collectors.joining(", ")));
  }
}
