package dev.lehr.workflows.run;

import dev.lehr.workflows.contract.CampaignMode;
import io.temporal.common.VersioningBehavior;
import io.temporal.workflow.WorkflowVersioningBehavior;

/**
 * A lane on workers with a version: it is with one build from a shard's beginning to its end, and
 * begins the next shard with the newest. A server refuses this of workers without a version, so it
 * is not said of the lane itself.
 */
public final class PinnedShardWorkflow implements ShardWorkflow {

  private final ShardWorkflow lane = new ShardWorkflowImpl();

  @Override
  @WorkflowVersioningBehavior(VersioningBehavior.PINNED)
  public void run(LaneInput input) {
    lane.run(input);
  }

  @Override
  public void modeChanged(CampaignMode mode) {
    lane.modeChanged(mode);
  }

  @Override
  public StructureState structure(StructureQuery query) {
    return lane.structure(query);
  }

  @Override
  public ShardSummary shard() {
    return lane.shard();
  }
}
