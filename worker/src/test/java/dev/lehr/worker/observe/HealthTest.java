package dev.lehr.worker.observe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lehr.activities.engine.EngineStats;
import dev.lehr.activities.ledger.Waste;
import dev.lehr.activities.run.EngineReading;
import dev.lehr.simulation.engine.LoopFigures;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class HealthTest {

  private final AtomicLong minutes = new AtomicLong();
  private final AtomicBoolean ledger = new AtomicBoolean(true);
  private final AtomicBoolean shut = new AtomicBoolean();
  private final Health health =
      new Health(
          Duration.ofMinutes(10), () -> TimeUnit.MINUTES.toNanos(minutes.get()), ledger::get);

  private static List<EngineReading> engine(int inFlight, long beat) {
    EngineStats stats = new EngineStats(inFlight, 0, 0, 0, 0, 0, Waste.none(), LoopFigures.none());
    return List.of(new EngineReading("engine", "cuda:0", stats, beat, 0));
  }

  private List<String> after(int passed, List<EngineReading> engines) {
    minutes.addAndGet(passed);
    health.look(engines);
    return health.deadly();
  }

  @Test
  void anEngineThatStandsStillWithWorkForTooLongIsDead() {
    assertThat(after(0, engine(5, 1))).isEmpty();
    assertThat(after(9, engine(5, 1))).isEmpty();
    assertThat(after(2, engine(5, 1)))
        .singleElement()
        .asString()
        .contains("cuda:0", "5 systems", "660 s");
    assertThat(after(0, engine(5, 2))).isEmpty();
    assertThat(after(9, engine(5, 2))).isEmpty();
  }

  @Test
  void anEngineWithoutWorkMayStandStillForEver() {
    for (int k = 0; k < 10; k++) {
      assertThat(after(9, engine(0, 1))).isEmpty();
    }
  }

  @Test
  void anEngineThatWaitsForTheLedgerLivesAndHasItsTimeAgainAfterwards() {
    after(0, engine(5, 1));
    ledger.set(false);
    assertThat(after(60, engine(5, 1))).isEmpty();
    ledger.set(true);
    assertThat(after(9, engine(5, 1))).isEmpty();
    assertThat(after(2, engine(5, 1))).hasSize(1);
  }

  @Test
  void aProcessIsReadyWhenItHasStartedAndBothServersAnswer() {
    assertThat(health.obstacles())
        .containsExactly("starting", "the Temporal server does not answer");
    health.working(shut::get);
    health.temporalAnswers(true);
    assertThat(health.obstacles()).isEmpty();
    ledger.set(false);
    assertThat(health.obstacles()).containsExactly("the ledger does not answer");
    assertThat(health.deadly()).isEmpty();
  }

  @Test
  void workersThatAreShutDownAreDeadUnlessTheProcessDrains() {
    health.working(shut::get);
    shut.set(true);
    assertThat(health.deadly()).containsExactly("the workers have been shut down");
    health.draining();
    assertThat(health.deadly()).isEmpty();
    assertThat(health.obstacles()).anyMatch(reason -> reason.startsWith("draining"));
  }
}
