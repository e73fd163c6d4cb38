package dev.lehr.worker.cli;

import dev.lehr.activities.ledger.CampaignRow;
import dev.lehr.activities.ledger.Ledger;
import dev.lehr.workflows.contract.CampaignProgress;
import dev.lehr.workflows.contract.CampaignProgress.StageProgress;
import dev.lehr.workflows.status.TaskStatus;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;

/** How many structures of a campaign have which status in which stage. */
record Counts(CampaignProgress progress) {

  static Counts of(Ledger ledger, CampaignRow campaign) {
    return new Counts(ledger.progress(campaign.id(), campaign.phases().size() - 1));
  }

  /** Whether nothing is left to do here: of a part, what comes before the parts are merged. */
  static boolean isDone(Ledger ledger, CampaignRow campaign) {
    return campaign.part().isPresent()
        ? ledger.progress(campaign.id(), 0).phaseDone()
        : of(ledger, campaign).isDone();
  }

  /** Whether every task has a final status. */
  boolean isDone() {
    return Arrays.stream(TaskStatus.values())
        .filter(s -> !s.isTerminal())
        .allMatch(s -> of(s) == 0);
  }

  /** Tasks that ended otherwise than they should. */
  long unsuccessful() {
    return Arrays.stream(TaskStatus.values())
        .filter(TaskStatus::isUnsuccessful)
        .mapToLong(this::of)
        .sum();
  }

  /** Tasks with one of some statuses. */
  long tasks(Predicate<TaskStatus> which) {
    return Arrays.stream(TaskStatus.values()).filter(which).mapToLong(this::of).sum();
  }

  private long of(TaskStatus status) {
    return progress.stages().stream().mapToLong(s -> count(s, status)).sum();
  }

  private static long count(StageProgress stage, TaskStatus status) {
    return stage.counts().getOrDefault(status.key(), 0L);
  }

  /** A line for each stage, a column for each status that occurs. */
  String table() {
    List<TaskStatus> shown = new ArrayList<>();
    for (TaskStatus status : TaskStatus.values()) {
      if (of(status) > 0 || status == TaskStatus.CONVERGED) {
        shown.add(status);
      }
    }
    StringBuilder text = new StringBuilder(String.format(Locale.ROOT, "%-14s", "stage"));
    shown.forEach(s -> text.append(String.format(Locale.ROOT, " %14s", s.key())));
    for (StageProgress stage : progress.stages()) {
      text.append(String.format(Locale.ROOT, "%n%-14s", stage.stage()));
      shown.forEach(s -> text.append(String.format(Locale.ROOT, " %14d", count(stage, s))));
    }
    return text.append(System.lineSeparator()).toString();
  }
}
