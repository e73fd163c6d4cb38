package dev.lehr.activities.trajectory;

import dev.lehr.activities.ledger.TaskKey;
import dev.lehr.simulation.state.SimState;

/**
 * A moment of a structure on its way through a stage.
 *
 * @param task structure and stage
 * @param id the structure's id
 * @param stage the stage's id
 * @param generation of the task
 * @param step moves made so far
 * @param system the structure as it was, with energy, forces and stress; not changed any more
 * @param style how it is to be kept
 */
public record TrajectoryFrame(
    TaskKey task,
    String id,
    String stage,
    int generation,
    long step,
    SimState system,
    FrameStyle style) {

  /** A frame of extended XYZ. */
  public TrajectoryFrame(
      TaskKey task, String id, String stage, int generation, long step, SimState system) {
    this(task, id, stage, generation, step, system, FrameStyle.PLAIN);
  }

  /** About how much memory it takes. */
  public long bytes() {
    return 200L + 152L * system.nAtoms();
  }
}
