package dev.lehr.simulation.run;

/**
 * How far a run is.
 *
 * @param converged structures that converged
 * @param maxIterations structures that used up their steps
 * @param failed structures that failed
 * @param inFlight structures in the batch
 * @param waiting structures that were taken from the input and wait
 * @param steps moves of all structures together
 * @param occupancy what is in the batch over what may be, 0 to 1; above 1 where a structure larger
 *     than the automatic limit runs alone. Without batching: of all atoms, those still moving
 */
public record Progress(
    long converged,
    long maxIterations,
    long failed,
    int inFlight,
    int waiting,
    long steps,
    double occupancy) {

  /** Structures that have ended. */
  public long done() {
    return converged + maxIterations + failed;
  }
}
