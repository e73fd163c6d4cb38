package dev.lehr.simulation.simulator;

/** What a structure is bound to come to, whatever happens around it. */
enum Fate {
  /** Converges at its last step. */
  CONVERGES(Ending.Status.CONVERGED, ""),
  /** Uses up its steps. */
  USES_UP_ITS_STEPS(Ending.Status.MAX_ITERATIONS, "max_iterations"),
  /** The model answers not-a-number at a step. */
  NOT_A_NUMBER(Ending.Status.FAILED, "not_finite"),
  /** Is larger than the cap. */
  TOO_LARGE(Ending.Status.FAILED, "larger_than_device"),
  /** Needs more memory than the device has. */
  HUNGRY(Ending.Status.FAILED, "out_of_memory"),
  /** The model fails on it at a step. */
  MODEL_FAILS(Ending.Status.FAILED, "model_failed"),
  /** Kills its worker at a step. */
  POISON(Ending.Status.FAILED, Ending.KILLED_WORKER);

  private final Ending.Status status;
  private final String reason;

  Fate(Ending.Status status, String reason) {
    this.status = status;
    this.reason = reason;
  }

  /** The ledger's reason for it. */
  String reason() {
    return reason;
  }

  /** Whether the ledger's word for it is the right one. */
  boolean isMetBy(Ending ending) {
    return ending.status() == status && ending.reason().equals(reason);
  }

  /** Whether it ends at the step at which it is bound to, with the bits of that step. */
  boolean leavesBits() {
    return this == CONVERGES || this == USES_UP_ITS_STEPS || this == NOT_A_NUMBER;
  }
}
