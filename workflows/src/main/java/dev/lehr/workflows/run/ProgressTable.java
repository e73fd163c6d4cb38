package dev.lehr.workflows.run;

import dev.lehr.workflows.contract.CampaignProgress;
import dev.lehr.workflows.contract.CampaignProgress.StageProgress;
import dev.lehr.workflows.status.Stall;
import dev.lehr.workflows.status.TaskStatus;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.function.Predicate;

/** Progress as the UI shows it. */
final class ProgressTable {

  /**
   * Beside pending, running and done: statuses that have a column of their own where they occur.
   */
  private static final List<TaskStatus> OTHERS =
      List.of(TaskStatus.FILTERED, TaskStatus.SKIPPED, TaskStatus.CANCELLED);

  private ProgressTable() {}

  static long terminal(CampaignProgress progress) {
    return progress.stages().stream().mapToLong(s -> count(s, TaskStatus::isTerminal)).sum();
  }

  static long tasks(CampaignProgress progress) {
    return progress.stages().stream().mapToLong(s -> count(s, status -> true)).sum();
  }

  /** Tasks that ended otherwise than they should, but for those that the user ended. */
  static long failed(CampaignProgress progress) {
    return progress.stages().stream().mapToLong(ProgressTable::failed).sum();
  }

  private static long failed(StageProgress stage) {
    return count(stage, s -> s.isUnsuccessful() && s != TaskStatus.CANCELLED);
  }

  /** Structures that are through all stages. */
  static long through(CampaignProgress progress) {
    return progress.stages().stream()
        .mapToLong(s -> count(s, TaskStatus::isTerminal))
        .min()
        .orElse(0);
  }

  /** The first stage that is not done, else the last. */
  static String stage(CampaignProgress progress) {
    String last = "";
    for (StageProgress stage : progress.stages()) {
      last = stage.stage();
      if (count(stage, status -> !status.isTerminal()) > 0) {
        break;
      }
    }
    return last;
  }

  static String markdown(String name, CampaignProgress progress, Pace pace) {
    StringBuilder text = new StringBuilder();
    text.append("**").append(name).append("**: ").append(progress.structures());
    boolean done = tasks(progress) == terminal(progress);
    String mode = progress.mode().name().toLowerCase(Locale.ROOT);
    text.append(" structures, ").append(done ? "done" : mode);
    if (!done) {
      // Above the table: the UI cuts long details off.
      figures(text, progress, pace);
    }
    Stall.of(progress.stall() == null ? "" : progress.stall())
        .ifPresent(
            stall ->
                text.append("\n\n**Stalled** (")
                    .append(stall.key())
                    .append("): ")
                    .append(stall.meaning()));
    table(text.append("\n\n"), progress);
    return text.toString();
  }

  private static void table(StringBuilder text, CampaignProgress progress) {
    List<TaskStatus> others =
        OTHERS.stream()
            .filter(o -> progress.stages().stream().anyMatch(s -> count(s, o::equals) > 0))
            .toList();
    text.append("| stage | pending | running | done | failed |");
    others.forEach(o -> text.append(' ').append(o.key()).append(" |"));
    text.append("\n|---|").append("--:|".repeat(4 + others.size())).append('\n');
    for (StageProgress stage : progress.stages()) {
      text.append("| ").append(stage.stage()).append(" |");
      cell(text, count(stage, TaskStatus.PENDING::equals));
      cell(text, count(stage, TaskStatus.RUNNING::equals));
      cell(text, count(stage, TaskStatus.CONVERGED::equals));
      cell(text, failed(stage));
      others.forEach(o -> cell(text, count(stage, o::equals)));
      text.append('\n');
    }
  }

  private static void cell(StringBuilder text, long n) {
    text.append(' ').append(n).append(" |");
  }

  /** What the device does and how long it will take, as far as it is known. */
  private static void figures(StringBuilder text, CampaignProgress progress, Pace pace) {
    if (progress.occupancy() > 0) {
      text.append(
          String.format(Locale.ROOT, ", device %.0f %% occupied", 100 * progress.occupancy()));
    }
    OptionalDouble rate = pace.perSecond();
    if (rate.isPresent()) {
      text.append(String.format(Locale.ROOT, ", %.3g tasks/s", rate.getAsDouble()));
      OptionalLong seconds = pace.secondsFor(tasks(progress) - terminal(progress));
      seconds.ifPresent(s -> text.append(", about ").append(duration(s)).append(" left"));
    }
  }

  static String duration(long seconds) {
    if (seconds < 60) {
      return seconds + " s";
    }
    long minutes = (seconds + 30) / 60;
    if (minutes < 60) {
      return minutes + " min";
    }
    long hours = minutes / 60;
    return hours < 48
        ? hours + " h " + minutes % 60 + " min"
        : hours / 24 + " d " + hours % 24 + " h";
  }

  private static long count(StageProgress stage, Predicate<TaskStatus> which) {
    return Arrays.stream(TaskStatus.values())
        .filter(which)
        .mapToLong(status -> stage.counts().getOrDefault(status.key(), 0L))
        .sum();
  }
}
