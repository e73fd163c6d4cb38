package dev.lehr.worker.run;

import dev.lehr.activities.engine.EngineStats;
import dev.lehr.activities.ledger.Ledger;
import dev.lehr.workflows.contract.CampaignProgress;
import dev.lehr.workflows.status.TaskStatus;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** Turns the ledger's counts and the engines' figures into what a progress bar shows. */
final class ProgressMeter {

  private static final double WINDOW_SECONDS = 15;

  private final Ledger ledger;
  private final List<Long> campaigns;
  private final Supplier<EngineStats> engines;
  private final long start = System.nanoTime();
  private final Rate pace = new Rate(WINDOW_SECONDS);

  ProgressMeter(Ledger ledger, List<Long> campaigns, Supplier<EngineStats> engines) {
    this.ledger = ledger;
    this.campaigns = campaigns;
    this.engines = engines;
  }

  ProgressSnapshot snapshot() {
    long done = 0;
    long failed = 0;
    long total = 0;
    int stages = 1;
    String mode = "";
    for (long campaign : campaigns) {
      CampaignProgress progress = ledger.progress(campaign, 0);
      for (CampaignProgress.StageProgress stage : progress.stages()) {
        for (Map.Entry<String, Long> count : stage.counts().entrySet()) {
          TaskStatus status = TaskStatus.ofKey(count.getKey());
          total += count.getValue();
          done += status.isTerminal() ? count.getValue() : 0;
          failed += status.isUnsuccessful() ? count.getValue() : 0;
        }
      }
      stages = Math.max(stages, progress.stages().size());
      mode = progress.mode().name().toLowerCase(Locale.ROOT);
    }
    double now = (System.nanoTime() - start) * 1e-9;
    pace.note(now, done);
    EngineStats stats = engines.get();
    double rate = pace.perSecond();
    Optional<Duration> left =
        rate > 0
            ? Optional.of(Duration.ofMillis((long) ((total - done) / rate * 1000)))
            : Optional.empty();
    return new ProgressSnapshot(
        done,
        stats.inFlight(),
        failed,
        total,
        rate / stages,
        stats,
        left,
        Duration.ofMillis((long) (now * 1000)),
        mode);
  }
}
