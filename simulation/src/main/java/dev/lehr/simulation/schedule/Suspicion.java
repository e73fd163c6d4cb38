package dev.lehr.simulation.schedule;

/** What incidents have to say against a system; a clean step with it in the batch clears it. */
final class Suspicion {

  /** Incidents after which the only one that was evicted last runs alone. */
  private static final int ENOUGH = 3;

  /** Incidents after which one of several does. */
  private static final int ENOUGH_OF_SEVERAL = 8;

  /** Incidents that ended when it, among others, was evicted. */
  int incidents;

  /** Whether it was the only one that was evicted last. */
  boolean only;

  /** Whether it stood aside and is tried again because there is nothing else. */
  boolean retried;

  /** The largest cap before an incident in which it is suspected. */
  double capBefore;

  void add(boolean only, double capBefore) {
    incidents++;
    this.only = only;
    this.capBefore = Math.max(this.capBefore, capBefore);
  }

  boolean runsAlone() {
    return retried || incidents >= (only ? ENOUGH : ENOUGH_OF_SEVERAL);
  }
}
