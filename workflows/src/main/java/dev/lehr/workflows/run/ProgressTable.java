package dev.lehr.workflows.run;

import dev.lehr.workflows.contract.CampaignProgress;
import dev.lehr.workflows.status.TaskStatus;
import java.util.Locale;

/** Progress as the UI shows it. */
final class ProgressTable {

  private ProgressTable() {}

  static long terminal(CampaignProgress progress) {
    long done = 0;
    for (CampaignProgress.StageProgress stage : progress.stages()) {
      for (TaskStatus status : TaskStatus.values()) {
        if (status.isTerminal()) {
          done += count(stage, status);
        }
      }
    }
    return done;
  }

  static String markdown(String name, CampaignProgress progress) {
    StringBuilder table = new StringBuilder();
    table.append("**").append(name).append("**: ").append(progress.structures());
    table.append(" structures, ").append(progress.mode().name().toLowerCase(Locale.ROOT));
    table.append("\n\n| stage |");
    for (TaskStatus status : TaskStatus.values()) {
      table.append(' ').append(status.key()).append(" |");
    }
    table.append("\n|---|").append("--:|".repeat(TaskStatus.values().length)).append('\n');
    for (CampaignProgress.StageProgress stage : progress.stages()) {
      table.append("| ").append(stage.stage()).append(" |");
      for (TaskStatus status : TaskStatus.values()) {
        table.append(' ').append(count(stage, status)).append(" |");
      }
      table.append('\n');
    }
    return table.toString();
  }

  private static long count(CampaignProgress.StageProgress stage, TaskStatus status) {
    return stage.counts().getOrDefault(status.key(), 0L);
  }
}
