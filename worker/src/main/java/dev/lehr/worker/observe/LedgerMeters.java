package dev.lehr.worker.observe;

import dev.lehr.activities.ledger.Decision;
import dev.lehr.activities.ledger.FencedWrites;
import dev.lehr.activities.ledger.LedgerWrite;
import dev.lehr.activities.ledger.ShardKey;
import dev.lehr.activities.ledger.TaskResult;
import dev.lehr.workflows.status.TaskStatus;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Collection;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** What this process commits to the ledger, and whether the ledger answers. */
final class LedgerMeters {

  /** An answer that is older says nothing about now; there is a question every few seconds. */
  private static final long FRESH_NANOS = TimeUnit.SECONDS.toNanos(20);

  private final Timer commits;
  private final Counter swapAttempts;
  private final Map<TaskStatus, Counter> ended = new EnumMap<>(TaskStatus.class);
  private volatile double lastCommit = Double.NaN;
  private volatile boolean up;
  private volatile long answeredAt;

  LedgerMeters(MeterRegistry registry) {
    commits =
        Timer.builder("lehr.commit")
            .description("Commits of engines to the ledger")
            .serviceLevelObjectives(
                Duration.ofMillis(2),
                Duration.ofMillis(5),
                Duration.ofMillis(10),
                Duration.ofMillis(25),
                Duration.ofMillis(50),
                Duration.ofMillis(100),
                Duration.ofMillis(250),
                Duration.ofMillis(500),
                Duration.ofSeconds(1),
                Duration.ofSeconds(5),
                Duration.ofSeconds(30))
            .register(registry);
    swapAttempts =
        Counter.builder("lehr.swap.attempts")
            .description("Swap attempts of the structures that ended")
            .register(registry);
    for (TaskStatus status : TaskStatus.values()) {
      if (status.isTerminal()) {
        ended.put(
            status,
            Counter.builder("lehr.structures.ended")
                .description("Structures that ended a stage, as this process committed it")
                .tag("status", status.key())
                .register(registry));
      }
    }
    Gauge.builder("lehr.last.commit.timestamp", () -> lastCommit)
        .description("When this process last committed to the ledger; NaN: never")
        .baseUnit("seconds")
        .register(registry);
    Gauge.builder("lehr.ledger.up", () -> isUp() ? 1 : 0)
        .description("Whether the ledger answers")
        .register(registry);
  }

  /** Whether the ledger answered when it was last asked, not long ago. */
  boolean isUp() {
    return up && System.nanoTime() - answeredAt < FRESH_NANOS;
  }

  void answered() {
    answeredAt = System.nanoTime();
    up = true;
  }

  void failed() {
    up = false;
  }

  void committed(Collection<FencedWrites> groups, Set<ShardKey> refused, long nanos) {
    commits.record(nanos, TimeUnit.NANOSECONDS);
    lastCommit = System.currentTimeMillis() * 1e-3;
    for (FencedWrites group : groups) {
      if (!refused.contains(group.shard())) {
        group.writes().forEach(this::wrote);
      }
    }
  }

  private void wrote(LedgerWrite write) {
    if (write instanceof LedgerWrite.Finished finished && !finished.task().isJob()) {
      TaskResult result = finished.result();
      ended(result.status());
      swapAttempts.increment(result.swapAttempts());
    }
  }

  void decided(Collection<Decision> decisions) {
    lastCommit = System.currentTimeMillis() * 1e-3;
    decisions.forEach(decision -> ended(decision.status()));
  }

  private void ended(TaskStatus status) {
    Counter counter = ended.get(status);
    if (counter != null) {
      counter.increment();
    }
  }
}
