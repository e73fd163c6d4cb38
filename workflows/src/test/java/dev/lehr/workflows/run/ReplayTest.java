package dev.lehr.workflows.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lehr.workflows.contract.Intent;
import dev.lehr.workflows.contract.SliceRequest;
import io.temporal.api.common.v1.WorkflowExecution;
import io.temporal.api.history.v1.HistoryEvent;
import io.temporal.common.WorkflowExecutionHistory;
import io.temporal.testing.WorkflowReplayer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Histories of earlier versions replay on today's workflows. They are recorded once and kept; new
 * ones are added, with another number, when the workflows learn something new.
 *
 * <p>To record: {@code mvn -pl workflows test -Dtest=ReplayTest#record
 * -Dtest.groups.excluded=none}.
 */
class ReplayTest {

  private static final Path RESOURCES = Path.of("src/test/resources/histories");

  @ParameterizedTest
  @ValueSource(strings = {"campaign-1", "lane-1", "campaign-2", "campaign-3", "lane-3"})
  void aRecordedHistoryReplays(String name) throws Exception {
    // Ids of lanes are made from the campaign's, so the history must be replayed under its own.
    String json = Files.readString(RESOURCES.resolve(name + ".json"));
    WorkflowReplayer.replayWorkflowExecution(
        WorkflowExecutionHistory.fromJson(json, Bench.campaignId()),
        CampaignWorkflowImpl.class,
        ShardWorkflowImpl.class);
  }

  /** A campaign with a pause, a resume and a failed structure; and its first lane. */
  @Test
  @Tag("record")
  void record() throws Exception {
    ScriptedLedger ledger = new ScriptedLedger(40, 10, List.of(List.of(0, 1)), 2, 4);
    ledger.failOnce(3);
    ledger.follow(
        new ScriptedLedger.Script() {
          @Override
          public void after(SliceRequest request) throws InterruptedException {
            Thread.sleep(50);
          }
        });
    try (Bench bench = new Bench(ledger)) {
      Awaitility.await().until(() -> ledger.slices() > 2);
      bench.ask("pause", "first");
      Awaitility.await().until(() -> ledger.running() == 0);
      bench.ask("resume", "second");
      bench.end();
      saveWithLane(bench, "1");
    }
    assertThat(RESOURCES.resolve("lane-1.json")).exists();
  }

  private static void saveWithLane(Bench bench, String number) throws Exception {
    Files.createDirectories(RESOURCES);
    WorkflowExecutionHistory campaign = bench.client().fetchHistory(Bench.campaignId());
    WorkflowExecution lane =
        campaign.getHistory().getEventsList().stream()
            .filter(HistoryEvent::hasChildWorkflowExecutionStartedEventAttributes)
            .map(e -> e.getChildWorkflowExecutionStartedEventAttributes().getWorkflowExecution())
            .findFirst()
            .orElseThrow();
    save("campaign-" + number, campaign);
    save("lane-" + number, bench.client().fetchHistory(lane.getWorkflowId(), lane.getRunId()));
  }

  /**
   * A campaign that can be searched for, on workers of a class, whose ledger was away for minutes,
   * and which is paused and resumed by word to the ledger alone.
   */
  @Test
  @Tag("record")
  void recordStall() throws Exception {
    ScriptedLedger ledger = new ScriptedLedger(40, 10, List.of(List.of(0, 1)), 2, 4);
    ledger.makeSearchable();
    ledger.askFor(Bench.CLASS);
    ledger.fallSilent(18);
    ledger.follow(
        new ScriptedLedger.Script() {
          @Override
          public void after(SliceRequest request) throws InterruptedException {
            Thread.sleep(50);
          }
        });
    try (Bench bench = new Bench(ledger)) {
      bench.skip(Duration.ofSeconds(604));
      Awaitility.await().until(() -> ledger.slices() > 2);
      ledger.say(Intent.Kind.PAUSE);
      Awaitility.await().until(() -> ledger.running() == 0);
      ledger.say(Intent.Kind.RESUME);
      bench.end();
      saveWithLane(bench, "3");
    }
    assertThat(ledger.worked()).isEqualTo(80);
  }

  /** A campaign whose first and last phase end with a stage that compares, and which is paused. */
  @Test
  @Tag("record")
  void recordBarriers() throws Exception {
    ScriptedLedger ledger =
        new ScriptedLedger(40, 10, List.of(List.of(0), List.of(1), List.of(2)), 2, 4);
    ledger.withBarriers(List.of(1, 0, 2));
    ledger.follow(
        new ScriptedLedger.Script() {
          @Override
          public void after(SliceRequest request) throws InterruptedException {
            Thread.sleep(50);
          }
        });
    try (Bench bench = new Bench(ledger)) {
      Awaitility.await().until(() -> ledger.slices() > 2);
      bench.ask("pause", "first");
      Awaitility.await().until(() -> ledger.running() == 0);
      bench.ask("resume", "second");
      bench.end();
      save("campaign-2", bench.client().fetchHistory(Bench.campaignId()));
    }
    assertThat(ledger.closed()).containsExactly(0, 2);
  }

  private static void save(String name, WorkflowExecutionHistory history) throws Exception {
    Files.writeString(
        RESOURCES.resolve(name + ".json"), history.toJson(true), StandardCharsets.UTF_8);
  }
}
