package dev.lehr.activities.forecast;

import dev.lehr.workflows.status.TaskStatus;

/**
 * How a structure stands in a stage.
 *
 * @param how in a word
 * @param status with which it has ended or will; of no meaning unless that is known
 * @param properties what was found, JSON
 * @param state in which it leaves
 */
record Standing(How how, TaskStatus status, String properties, State state) {

  /** How, in a word. */
  enum How {
    /** It has ended, or it is known how it will. */
    KNOWN,
    /** Not known, or not before something is computed. */
    OPEN,
    /** It does not come. */
    STOPPED
  }

  /** The state in which a structure leaves a stage. */
  sealed interface State {
    /** Bytes, empty where there is none. */
    record Here(byte[] bytes) implements State {}

    /** What is remembered under a digest. */
    record Recalled(String digest) implements State {}

    /** Not known. */
    record Hidden() implements State {}
  }

  static final Standing UNKNOWN =
      new Standing(How.OPEN, TaskStatus.PENDING, "{}", new State.Hidden());
  static final Standing STOPPED =
      new Standing(How.STOPPED, TaskStatus.SKIPPED, "{}", new State.Hidden());

  static Standing known(TaskStatus status, String properties, State state) {
    return new Standing(How.KNOWN, status, properties, state);
  }

  boolean isKnown() {
    return how == How.KNOWN;
  }
}
