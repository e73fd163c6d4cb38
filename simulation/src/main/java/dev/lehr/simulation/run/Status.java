package dev.lehr.simulation.run;

/** What has become of a structure. */
public enum Status {
  /** The goal was met. */
  CONVERGED("converged"),
  /** The allowed number of steps was used up before the goal was met. */
  MAX_ITERATIONS("max_iterations"),
  /** The structure cannot be computed, or went wrong on the way; the reason says how. */
  FAILED("failed"),
  /** The run was interrupted before the structure was done. */
  INTERRUPTED("interrupted");

  private final String key;

  Status(String key) {
    this.key = key;
  }

  /** The word that campaigns use for it. */
  public String key() {
    return key;
  }

  @Override
  public String toString() {
    return key;
  }
}
