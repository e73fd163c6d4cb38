package dev.lehr.activities.engine;

import dev.lehr.activities.trajectory.FrameStyle;
import dev.lehr.simulation.optimize.StartConditions;
import dev.lehr.simulation.optimize.Stepper;
import java.util.List;

/**
 * What an engine must know of a campaign's phase to carry a structure through it.
 *
 * @param campaignId the ledger's key
 * @param modelDigest digest of the model that the campaign was started with
 * @param stages the phase's stages in order
 */
public record StagePlan(long campaignId, String modelDigest, List<Stage> stages) {

  /**
   * One stage.
   *
   * @param index its index in the campaign
   * @param id its id
   * @param stepper advances a system in it; without state of its own
   * @param start what happens to a structure before
   * @param framesEvery steps between frames of a structure's trajectory; 0: no frames
   * @param frames what of them is kept, and how
   */
  public record Stage(
      int index,
      String id,
      Stepper stepper,
      StartConditions start,
      long framesEvery,
      FrameStyle frames) {

    /** A stage whose frames are kept as extended XYZ. */
    public Stage(int index, String id, Stepper stepper, StartConditions start, long framesEvery) {
      this(index, id, stepper, start, framesEvery, FrameStyle.PLAIN);
    }

    /** A stage that takes structures as they are, without a trajectory. */
    public Stage(int index, String id, Stepper stepper) {
      this(index, id, stepper, StartConditions.none(), 0);
    }
  }

  /** The stage of an index in the campaign. */
  Stage stage(int index) {
    return stages.stream()
        .filter(s -> s.index() == index)
        .findFirst()
        .orElseThrow(
            () -> new IllegalArgumentException("stage " + index + " is not in this phase"));
  }

  /** Whether a stage of this phase follows the one of an index. */
  boolean hasNext(int index) {
    return stages.stream().anyMatch(s -> s.index() == index + 1);
  }
}
