package dev.lehr.simulation.engine;

/**
 * What a loop has been through since it started.
 *
 * @param steps forward passes that went well
 * @param evictions systems that left the batch to come back
 * @param outOfMemory forward passes that found no memory
 * @param failedForwards forward passes that failed for another reason
 * @param condemned systems that were found to be the reason of such failures
 */
public record LoopFigures(
    long steps, long evictions, long outOfMemory, long failedForwards, long condemned) {

  /** Nothing yet. */
  public static LoopFigures none() {
    return new LoopFigures(0, 0, 0, 0, 0);
  }

  /** These and another loop's together. */
  public LoopFigures plus(LoopFigures other) {
    return new LoopFigures(
        steps + other.steps,
        evictions + other.evictions,
        outOfMemory + other.outOfMemory,
        failedForwards + other.failedForwards,
        condemned + other.condemned);
  }
}
