package dev.lehr.worker.run;

import dev.lehr.activities.ledger.CampaignRow;
import dev.lehr.activities.ledger.Ledger;
import dev.lehr.activities.ledger.SqlLedger;
import dev.lehr.workflows.contract.CampaignProgress;
import dev.lehr.workflows.status.TaskStatus;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * What came of a campaign. Results stay in the workspace and are read from there.
 *
 * @param workspace where they are
 * @param campaign name and revision, as the commands of {@code lehr} take it
 * @param campaignId the ledger's key
 * @param outcome how the run ended
 * @param stages ids of the stages, in order
 * @param counts structures by stage and status
 */
public record FinishedRun(
    Path workspace,
    String campaign,
    long campaignId,
    Outcome outcome,
    List<String> stages,
    Map<String, Map<TaskStatus, Long>> counts) {

  /** Copies the list. */
  public FinishedRun {
    stages = List.copyOf(stages);
  }

  /**
   * What a ledger has of a campaign now.
   *
   * @param workspace of the ledger
   * @param outcome how its run ended
   */
  public static FinishedRun of(Path workspace, Ledger ledger, CampaignRow row, Outcome outcome) {
    CampaignProgress progress = ledger.progress(row.id(), row.phases().size() - 1);
    Map<String, Map<TaskStatus, Long>> counts = new LinkedHashMap<>();
    for (CampaignProgress.StageProgress stage : progress.stages()) {
      Map<TaskStatus, Long> of = new EnumMap<>(TaskStatus.class);
      stage.counts().forEach((key, n) -> of.put(TaskStatus.ofKey(key), n));
      counts.put(stage.stage(), of);
    }
    return new FinishedRun(
        workspace, row.name() + "@" + row.revision(), row.id(), outcome, row.stages(), counts);
  }

  /** Structures that ended in a stage with a status. */
  public long count(String stage, TaskStatus status) {
    return counts.getOrDefault(stage, Map.of()).getOrDefault(status, 0L);
  }

  /**
   * All results of a stage, in the order of the structures.
   *
   * @throws IllegalArgumentException where the campaign has no such stage
   */
  public List<StageResult> results(String stage) {
    List<StageResult> all = new ArrayList<>();
    forEachResult(stage, all::add);
    return all;
  }

  /** The same one after another, for more than fit in memory. */
  public void forEachResult(String stage, Consumer<StageResult> each) {
    try (Ledger ledger = SqlLedger.openReadOnly(workspace)) {
      Campaigns.forEachResult(ledger, campaignId, campaign, stages, stage, each);
    }
  }
}
