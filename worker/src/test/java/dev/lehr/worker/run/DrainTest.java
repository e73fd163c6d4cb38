package dev.lehr.worker.run;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.lehr.activities.ledger.CampaignRow;
import dev.lehr.activities.ledger.Ledger;
import dev.lehr.activities.ledger.ShardKey;
import dev.lehr.activities.ledger.SqlLedger;
import dev.lehr.worker.remote.RealTemporal;
import dev.lehr.worker.remote.TemporalAddress;
import dev.lehr.workflows.contract.CampaignProgress;
import dev.lehr.workflows.run.SubmitWorkflow;
import dev.lehr.workflows.run.TaskQueues;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.WorkflowStub;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** A worker's process is told to end, as by an orchestrator. */
@Timeout(300)
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "there is no SIGTERM")
class DrainTest {

  private static final int DRAIN_SECONDS = 20;
  private static final String CAMPAIGN =
      """
      name: drained
      structures:
        - prototypes: [A1, A2, A3, A15]
          elements: [Cu, Ag, Ni, Al, Mg, W]
          volumes: [0.9, 1.1]
          rattle: 0.1
          supercell: [2, 2, 2]
      model: eam-zhou2004
      stages:
        - {id: relax, kind: relax, cell: frechet, fmax: 0.0001, max_iterations: 3000}
      batching: {max_memory_scaler: 600}
      advanced: {shard_size: 20, lanes: 3}
      """;

  @TempDir Path directory;

  private WorkerProcess start(String name, RealTemporal server) throws IOException {
    return WorkerProcess.start(
        directory.resolve(name),
        Map.of("LEHR_LOG_FORMAT", "json", "LEHR_DRAIN", String.valueOf(DRAIN_SECONDS)),
        List.of(
            "--address", server.target(), "--workspace", workspace().toString(), "--threads", "1"));
  }

  private Path workspace() {
    return directory.resolve("workspace");
  }

  private static WorkflowStub submit(WorkflowClient client) throws IOException {
    Map<String, Object> campaign = new YAMLMapper().readValue(CAMPAIGN, new TypeReference<>() {});
    WorkflowStub stub =
        client.newUntypedWorkflowStub(
            SubmitWorkflow.TYPE,
            WorkflowOptions.newBuilder().setTaskQueue(TaskQueues.WORKFLOWS).build());
    stub.start(campaign);
    return stub;
  }

  @Test
  void aWorkerThatIsToldToEndHandsItsSlicesBackAndAnotherOneGoesOn() throws Exception {
    try (RealTemporal server = RealTemporal.start(directory);
        WorkerProcess first = start("first.log", server)) {
      Awaitility.await().atMost(60, TimeUnit.SECONDS).until(first::isReady);
      TemporalAddress.Connection connection = server.address().connect();
      WorkflowStub campaign = submit(connection.client());
      Awaitility.await()
          .atMost(60, TimeUnit.SECONDS)
          .until(() -> first.metric("lehr_steps_total") > 500);
      assertThat(first.metric("lehr_slices_running")).isPositive();
      long before = System.nanoTime();
      List<String> said = first.terminate();
      assertThat(Duration.ofNanos(System.nanoTime() - before))
          .isLessThan(Duration.ofSeconds(DRAIN_SECONDS));
      assertThat(first.exitCode()).as(first.said()).isZero();
      assertThat(first.said())
          .as("nothing was left running that had to be waited for")
          .doesNotContain("fallback to shutdownNow");
      assertThat(said).anyMatch(answer -> answer.startsWith("503 ") && answer.contains("draining"));
      assertNothingIsLeftBehind(first.said());
      checkLogs(first.lines());
      try (WorkerProcess second = start("second.log", server)) {
        await(campaign, second);
        // It went on from where the first one was.
        assertThat(second.metric("lehr_steps_total")).isBetween(1.0, allSteps() - 1.0);
        second.terminate();
        assertThat(second.exitCode()).as(second.said()).isZero();
      } finally {
        connection.stubs().shutdownNow();
      }
    }
  }

  private static void await(WorkflowStub campaign, WorkerProcess worker)
      throws InterruptedException {
    try {
      campaign.getResult(120, TimeUnit.SECONDS, CampaignProgress.class);
    } catch (TimeoutException e) {
      throw new AssertionError(
          "the campaign did not end: "
              + worker.said()
              + worker.get("/metrics").map(HttpResponse::body).orElse(""),
          e);
    }
  }

  private void assertNothingIsLeftBehind(String log) {
    try (Ledger ledger = SqlLedger.openReadOnly(workspace())) {
      CampaignRow row = ledger.findCampaign("drained").orElseThrow();
      Map<String, Long> counts = ledger.progress(row.id(), 0).stages().get(0).counts();
      assertThat(counts.getOrDefault("converged", 0L)).isLessThan(row.structures());
      for (int shard = 0; shard < 3; shard++) {
        assertThat(ledger.holder(new ShardKey(row.id(), 0, shard))).as(log).isEmpty();
      }
    }
  }

  private double allSteps() {
    try (Ledger ledger = SqlLedger.openReadOnly(workspace())) {
      long id = ledger.findCampaign("drained").orElseThrow().id();
      AtomicLong steps = new AtomicLong();
      ledger.forEachResult(id, 0, Set.of(), false, r -> steps.addAndGet(r.iterations()));
      return (double) steps.get();
    }
  }

  /** Every line is an object, and those of slices say whose. */
  private static void checkLogs(List<String> lines) throws IOException {
    ObjectMapper json = new ObjectMapper();
    List<JsonNode> slices = new ArrayList<>();
    for (String line : lines) {
      JsonNode event = json.readTree(line);
      assertThat(event.isObject()).as(line).isTrue();
      assertThat(event.path("timestamp").isIntegralNumber()).as(line).isTrue();
      assertThat(event.path("level").asText()).as(line).isIn("INFO", "WARN", "ERROR");
      assertThat(event.path("formattedMessage").isTextual()).as(line).isTrue();
      if (event.path("formattedMessage").asText().startsWith("slice of ")) {
        slices.add(event);
      }
    }
    assertThat(lines).anyMatch(line -> line.contains("Works for "));
    assertThat(slices).isNotEmpty();
    for (JsonNode slice : slices) {
      assertThat(slice.path("mdc").path("campaign").asText()).isEqualTo("drained");
      assertThat(slice.path("mdc").path("shard").asText()).matches("0/[0-2]");
      assertThat(slice.path("mdc").path("slice").asInt()).isPositive();
      assertThat(slice.path("mdc").path("WorkflowId").asText()).startsWith("lehr-drained/phase-0");
    }
  }
}
