package dev.lehr.simulation.simulator;

/** An invariant of a simulated cluster does not hold. */
public final class BrokenInvariantException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final Invariant invariant;

  /** What does not hold, and what was found instead. */
  BrokenInvariantException(Invariant invariant, String found) {
    super("broken: " + invariant.sentence() + ": " + found);
    this.invariant = invariant;
  }

  /** What does not hold. */
  public Invariant invariant() {
    return invariant;
  }
}
