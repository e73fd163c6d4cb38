package dev.lehr.simulation.engine;

/**
 * How often a loop does what it does not do at every step.
 *
 * @param checkpointEvery steps between checkpoints of a system, at least 1
 * @param resizeEvery steps between looks at how the sizes of systems have changed; 0: a size is
 *     what it was when the system joined, as in torch-sim
 */
public record LoopSettings(int checkpointEvery, int resizeEvery) {
  /** Rejects what cannot work. */
  public LoopSettings {
    if (checkpointEvery < 1) {
      throw new IllegalArgumentException(
          "checkpointEvery is " + checkpointEvery + ", expected at least 1");
    }
    if (resizeEvery < 0) {
      throw new IllegalArgumentException("resizeEvery is " + resizeEvery + ", expected 0 or more");
    }
  }

  /** Checkpoints at an interval, and sizes that stay. */
  public static LoopSettings checkpointEvery(int steps) {
    return new LoopSettings(steps, 0);
  }
}
