package dev.lehr.workflows.run;

import dev.lehr.workflows.contract.CampaignMode;
import io.temporal.workflow.QueryMethod;
import io.temporal.workflow.SignalMethod;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;

/** A lane: takes one shard after another through the stages of a phase. */
@WorkflowInterface
public interface ShardWorkflow {

  /** Type name in Temporal. */
  String TYPE = "LehrShard";

  /** Works until the phase has no shard left for this lane. */
  @WorkflowMethod(name = TYPE)
  void run(LaneInput input);

  /** The user wants something else of the campaign. */
  @SignalMethod(name = "modeChanged")
  void modeChanged(CampaignMode mode);

  /** One structure of the open shard. */
  @QueryMethod(name = "structure", description = "Where one structure of the open shard stands")
  StructureState structure(StructureQuery query);

  /** The open shard as a whole. */
  @QueryMethod(name = "shard", description = "Number of the open shard and counts by status")
  ShardSummary shard();
}
