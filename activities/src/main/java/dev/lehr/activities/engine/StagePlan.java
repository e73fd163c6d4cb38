package dev.lehr.activities.engine;

import dev.lehr.activities.trajectory.FrameStyle;
import dev.lehr.simulation.optimize.StartConditions;
import dev.lehr.simulation.optimize.Stepper;
import dev.lehr.simulation.schedule.Customer;
import java.util.List;

/**
 * What an engine must know of a campaign's phase to carry a structure through it.
 *
 * @param campaignId the ledger's key
 * @param modelDigest digest of the model that the campaign was started with
 * @param stages the phase's stages in order
 * @param customer whose systems they are, and how urgent
 * @param recomputeSteps steps of a system that a crash may cost at most; a checkpoint is taken
 *     twice as often, and a system waits rather than run further ahead of what is committed
 */
public record StagePlan(
    long campaignId,
    String modelDigest,
    List<Stage> stages,
    Customer customer,
    int recomputeSteps) {

  /** What a campaign file says if it says nothing. */
  public static final int DEFAULT_RECOMPUTE_STEPS = 100;

  /** Of the only customer. */
  public StagePlan(long campaignId, String modelDigest, List<Stage> stages, int recomputeSteps) {
    this(campaignId, modelDigest, stages, Customer.only(), recomputeSteps);
  }

  /** Of the only customer, with the interval of a campaign file that names none. */
  public StagePlan(long campaignId, String modelDigest, List<Stage> stages) {
    this(campaignId, modelDigest, stages, DEFAULT_RECOMPUTE_STEPS);
  }

  /** Rejects what cannot work. */
  public StagePlan {
    if (recomputeSteps < 1) {
      throw new IllegalArgumentException("recomputeSteps is " + recomputeSteps);
    }
  }

  /** The campaign's name, for people: customers are named by it and its key. */
  String campaign() {
    int end = customer.name().lastIndexOf('#');
    return end < 0 ? customer.name() : customer.name().substring(0, end);
  }

  int checkpointEvery() {
    return Math.max(1, recomputeSteps / 2);
  }

  /**
   * One stage.
   *
   * @param index its index in the campaign
   * @param id its id
   * @param work what it does with a structure
   * @param traits what is particular about it
   */
  public record Stage(int index, String id, Work work, StageTraits traits) {

    /** A stage that advances structures in batches. */
    public Stage(
        int index,
        String id,
        Stepper stepper,
        StartConditions start,
        long framesEvery,
        FrameStyle frames) {
      this(index, id, new Work.Steps(stepper, start, framesEvery, frames), StageTraits.NONE);
    }

    /** A stage whose frames are kept as extended XYZ. */
    public Stage(int index, String id, Stepper stepper, StartConditions start, long framesEvery) {
      this(index, id, stepper, start, framesEvery, FrameStyle.PLAIN);
    }

    /** A stage that takes structures as they are, without a trajectory. */
    public Stage(int index, String id, Stepper stepper) {
      this(index, id, stepper, StartConditions.none(), 0);
    }

    /** What it does, where it advances structures. */
    Work.Steps steps() {
      if (work instanceof Work.Steps steps) {
        return steps;
      }
      throw new IllegalStateException("stage " + id + " does not advance structures itself");
    }
  }

  /** The stage of an index in the campaign. */
  public Stage stage(int index) {
    return stages.stream()
        .filter(s -> s.index() == index)
        .findFirst()
        .orElseThrow(
            () -> new IllegalArgumentException("stage " + index + " is not in this phase"));
  }
}
