package dev.lehr.workflows.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lehr.workflows.contract.CampaignMode;
import dev.lehr.workflows.contract.CampaignProgress;
import dev.lehr.workflows.contract.FailureTypes;
import dev.lehr.workflows.contract.Intent;
import dev.lehr.workflows.contract.SliceRequest;
import dev.lehr.workflows.status.Stall;
import dev.lehr.workflows.status.TaskStatus;
import io.temporal.api.common.v1.Payload;
import io.temporal.api.history.v1.HistoryEvent;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowFailedException;
import io.temporal.common.WorkflowExecutionHistory;
import io.temporal.failure.ApplicationFailure;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Campaign and lanes on a test server, with a ledger that follows a script. */
@Timeout(120)
class CampaignLifeTest {

  private static final List<List<Integer>> TWO_PHASES = List.of(List.of(0, 1), List.of(2));

  private static ScriptedLedger ledger() {
    return new ScriptedLedger(50, 10, TWO_PHASES, 3, 4);
  }

  @Test
  void severalShardsGoThroughTwoPhases() throws Exception {
    ScriptedLedger ledger = ledger();
    try (Bench bench = new Bench(ledger)) {
      CampaignProgress end = bench.end();
      assertThat(end.phaseDone()).isTrue();
      assertThat(ledger.count(TaskStatus.CONVERGED)).isEqualTo(150);
      assertThat(ledger.worked()).isEqualTo(150);
      assertThat(bench.progress().stages()).hasSize(3);
    }
  }

  @Test
  void aPhaseIsClosedWhenAllOfItIsDoneAndOnlyWhereSomethingComparesThere() throws Exception {
    ScriptedLedger ledger = ledger();
    ledger.withBarriers(List.of(1, 0));
    try (Bench bench = new Bench(ledger)) {
      bench.end();
      assertThat(ledger.closed()).containsExactly(0);
      assertThat(ledger.worked()).isEqualTo(150);
    }
  }

  @Test
  void aLostAnswerCostsNothing() throws Exception {
    ScriptedLedger ledger = ledger();
    AtomicInteger lost = new AtomicInteger(7);
    ledger.follow(
        new ScriptedLedger.Script() {
          @Override
          public void after(SliceRequest request) {
            if (lost.getAndDecrement() > 0) {
              throw new IllegalStateException("the answer is lost");
            }
          }
        });
    try (Bench bench = new Bench(ledger)) {
      bench.end();
      assertThat(lost.get()).isNegative();
      assertThat(ledger.count(TaskStatus.CONVERGED)).isEqualTo(150);
      assertThat(ledger.worked()).isEqualTo(150);
    }
  }

  @Test
  void anotherModelEndsTheCampaignWithAClearFailure() {
    ScriptedLedger ledger = ledger();
    ledger.follow(
        new ScriptedLedger.Script() {
          @Override
          public void before(SliceRequest request) {
            throw ApplicationFailure.newNonRetryableFailure(
                "another model", FailureTypes.MODEL_MISMATCH);
          }
        });
    try (Bench bench = new Bench(ledger)) {
      assertThatThrownBy(bench::end)
          .isInstanceOf(WorkflowFailedException.class)
          .rootCause()
          .hasMessageContaining("another model");
      assertThat(ledger.slices()).isLessThanOrEqualTo(3);
    }
  }

  @Test
  void aPausedCampaignStopsAndAResumedOneEnds() throws Exception {
    ScriptedLedger ledger = ledger();
    ledger.follow(
        new ScriptedLedger.Script() {
          @Override
          public void after(SliceRequest request) throws InterruptedException {
            Thread.sleep(30);
          }
        });
    try (Bench bench = new Bench(ledger)) {
      Awaitility.await().until(() -> ledger.slices() > 4);
      assertThat(bench.ask("pause").mode()).isEqualTo(CampaignMode.PAUSED);
      Awaitility.await().until(() -> ledger.running() == 0);
      int worked = ledger.worked();
      Thread.sleep(300);
      assertThat(ledger.worked()).isEqualTo(worked).isLessThan(150);
      assertThat(bench.ask("pause").changed()).isFalse();
      assertThat(bench.ask("resume").mode()).isEqualTo(CampaignMode.RUNNING);
      bench.end();
      assertThat(ledger.count(TaskStatus.CONVERGED)).isEqualTo(150);
      assertThatThrownBy(() -> bench.ask("pause")).isInstanceOf(Exception.class);
    }
  }

  @Test
  void whatIsSaidToTheLedgerAloneReachesLanesThatWait() throws Exception {
    ScriptedLedger ledger = ledger();
    ledger.follow(
        new ScriptedLedger.Script() {
          @Override
          public void after(SliceRequest request) throws InterruptedException {
            Thread.sleep(30);
          }
        });
    try (Bench bench = new Bench(ledger)) {
      Awaitility.await().until(() -> ledger.slices() > 4);
      ledger.say(Intent.Kind.PAUSE);
      Awaitility.await().until(() -> bench.progress().mode() == CampaignMode.PAUSED);
      Awaitility.await().until(() -> ledger.running() == 0);
      long before = System.nanoTime();
      ledger.say(Intent.Kind.RESUME);
      bench.end();
      assertThat((System.nanoTime() - before) * 1e-9).isLessThan(60);
      assertThat(ledger.count(TaskStatus.CONVERGED)).isEqualTo(150);
    }
  }

  @Test
  void aCampaignCanBeSearchedByWhatItHasDoneAndByWhyItStalls() throws Exception {
    ScriptedLedger ledger = ledger();
    ledger.makeSearchable();
    ledger.failOnce(3);
    CountDownLatch goOn = new CountDownLatch(1);
    ledger.follow(
        new ScriptedLedger.Script() {
          @Override
          public void before(SliceRequest request) throws InterruptedException {
            goOn.await();
          }
        });
    try (Bench bench = new Bench(ledger)) {
      ledger.stall(Stall.CRASH_LOOP.key());
      Awaitility.await()
          .until(() -> bench.attribute(CampaignAttributes.STALL).equals(Optional.of("crash-loop")));
      ledger.stall("");
      Awaitility.await().until(() -> bench.attribute(CampaignAttributes.STALL).isEmpty());
      goOn.countDown();
      bench.end();
      assertThat(bench.attribute(CampaignAttributes.CAMPAIGN)).contains("bench");
      assertThat(bench.attribute(CampaignAttributes.MODEL)).contains("a-model");
      assertThat(bench.attribute(CampaignAttributes.STAGE)).contains("stage-2");
      assertThat(bench.attribute(CampaignAttributes.DONE)).contains(50L);
      assertThat(bench.attribute(CampaignAttributes.FAILED)).contains(1L);
    }
  }

  @Test
  void aCampaignWhoseLedgerIsAwayForMinutesSaysSoAndGoesOn() throws Exception {
    ScriptedLedger ledger = ledger();
    ledger.makeSearchable();
    // The first question is answered after two rounds of all attempts.
    ledger.fallSilent(34);
    try (Bench bench = new Bench(ledger)) {
      bench.end();
      assertThat(ledger.count(TaskStatus.CONVERGED)).isEqualTo(150);
      List<String> stalls = new ArrayList<>();
      for (HistoryEvent event : bench.client().fetchHistory(Bench.campaignId()).getEvents()) {
        Payload set =
            event
                .getUpsertWorkflowSearchAttributesEventAttributes()
                .getSearchAttributes()
                .getIndexedFieldsOrDefault("LehrStall", Payload.getDefaultInstance());
        stalls.add(set.getData().toStringUtf8());
      }
      assertThat(stalls).contains("\"ledger-away\"");
      assertThat(bench.attribute(CampaignAttributes.STALL)).isEmpty();
    }
  }

  @Test
  void slicesGoToWorkersOfTheClassThatTheCampaignAsksFor() throws Exception {
    ScriptedLedger ledger = ledger();
    ledger.askFor(Bench.CLASS);
    try (Bench bench = new Bench(ledger)) {
      bench.end();
      assertThat(bench.client().fetchHistory(Bench.laneId(0, 0)).getEvents())
          .filteredOn(HistoryEvent::hasActivityTaskScheduledEventAttributes)
          .extracting(e -> e.getActivityTaskScheduledEventAttributes().getTaskQueue().getName())
          .allMatch(q -> q.equals(TaskQueues.WORKFLOWS) || q.equals("lehr-engine.h100"));
      assertThat(ledger.worked()).isEqualTo(150);
    }
  }

  @Test
  void aCancelledCampaignEndsAndLeavesTheRestCancelled() throws Exception {
    ScriptedLedger ledger = ledger();
    ledger.follow(
        new ScriptedLedger.Script() {
          @Override
          public void after(SliceRequest request) throws InterruptedException {
            Thread.sleep(30);
          }
        });
    try (Bench bench = new Bench(ledger)) {
      Awaitility.await().until(() -> ledger.slices() > 4);
      bench.ask("cancel");
      assertThat(bench.end().mode()).isEqualTo(CampaignMode.CANCELLED);
      assertThat(ledger.count(TaskStatus.CANCELLED)).isPositive();
    }
  }

  @Test
  void aRetryThatIsBeingRecordedWhileTheLastLaneEndsIsWorkedOn() throws Exception {
    ScriptedLedger ledger = ledger();
    ledger.failOnce(3);
    CountDownLatch asked = new CountDownLatch(1);
    AtomicReference<Runnable> ask = new AtomicReference<>(() -> {});
    ledger.follow(
        new ScriptedLedger.Script() {
          @Override
          public void after(SliceRequest request) throws InterruptedException {
            if (ledger.count(TaskStatus.PENDING) == 0 && asked.getCount() > 0) {
              new Thread(ask.get(), "asker").start();
              asked.await();
            }
          }

          @Override
          public void intent(Intent intent) throws InterruptedException {
            asked.countDown();
            Thread.sleep(1000);
          }
        });
    try (Bench bench = new Bench(ledger)) {
      ask.set(() -> bench.ask("retry"));
      bench.end();
      assertThat(asked.getCount()).isZero();
      assertThat(ledger.count(TaskStatus.FAILED)).isZero();
      assertThat(ledger.count(TaskStatus.CONVERGED)).isEqualTo(150);
    }
  }

  /**
   * The in-memory server wedges a workflow that cancels an activity which has just completed, and a
   * worker that shuts down waits for one that is left behind: the watch that is open when the last
   * lane ends is neither cancelled nor left.
   */
  @Test
  void aCampaignCancelsNoActivityAndLeavesNoneBehind() throws Exception {
    for (int run = 0; run < 5; run++) {
      ScriptedLedger ledger = ledger();
      try (Bench bench = new Bench(ledger)) {
        bench.end();
        List<HistoryEvent> events = history(bench.client(), Bench.campaignId()).getEvents();
        assertThat(openActivities(events)).isZero();
        assertThat(events)
            .noneMatch(HistoryEvent::hasActivityTaskCancelRequestedEventAttributes)
            .anyMatch(HistoryEvent::hasActivityTaskScheduledEventAttributes);
      }
    }
  }

  private static long openActivities(List<HistoryEvent> events) {
    long scheduled =
        events.stream().filter(HistoryEvent::hasActivityTaskScheduledEventAttributes).count();
    return scheduled
        - events.stream().filter(HistoryEvent::hasActivityTaskCompletedEventAttributes).count();
  }

  @Test
  void tenThousandStructuresMakeASmallHistory() throws Exception {
    ScriptedLedger ledger = new ScriptedLedger(10_000, 1000, List.of(List.of(0, 1)), 16, 400);
    try (Bench bench = new Bench(ledger)) {
      bench.end();
      assertThat(ledger.count(TaskStatus.CONVERGED)).isEqualTo(20_000);
      int events = 0;
      int bytes = 0;
      for (String id : List.of(Bench.campaignId(), Bench.laneId(0, 0), Bench.laneId(0, 1))) {
        WorkflowExecutionHistory history = history(bench.client(), id);
        events = Math.max(events, history.getEvents().size());
        bytes = Math.max(bytes, history.getHistory().getSerializedSize());
      }
      System.out.printf(
          "10,000 structures, two stages: largest history %d events, %d bytes%n", events, bytes);
      assertThat(events).isLessThan(2_000);
      assertThat(bytes).isLessThan(2 << 20);
    }
  }

  private static WorkflowExecutionHistory history(WorkflowClient client, String id) {
    return client.fetchHistory(id);
  }
}
