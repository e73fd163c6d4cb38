package dev.lehr.worker.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lehr.activities.engine.HostLimits;
import dev.lehr.activities.ingest.Ingest;
import dev.lehr.activities.ledger.Ledger;
import dev.lehr.worker.remote.RealTemporal;
import dev.lehr.worker.remote.TemporalAddress;
import dev.lehr.workflows.contract.CampaignProgress;
import dev.lehr.workflows.status.TaskStatus;
import io.temporal.api.workflow.v1.WorkflowExecutionInfo;
import io.temporal.api.workflowservice.v1.ListWorkflowExecutionsRequest;
import io.temporal.client.WorkflowClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * What Temporal keeps of a large campaign does not grow with it: {@code deploy/scale/run}, small.
 */
@Tag("slow")
@Timeout(300)
class ScaleTest {

  private static final long STRUCTURES = 50_000;
  private static final String CAMPAIGN =
      """
      name: large
      structures: [{clusters: 2, element: Ar, starts: %d, distance: 1.12, seed: 1}]
      model: {name: lennard-jones, sigma: 1.0, epsilon: 1.0, cutoff: none}
      stages: [{id: static, kind: static}]
      """;

  @TempDir Path directory;

  @Test
  void aLaneRemembersOneShardAndACampaignAHundredPiecesOfNews() throws Exception {
    Path workspace = directory.resolve("workspace");
    Path file = Files.writeString(directory.resolve("large.yaml"), CAMPAIGN.formatted(STRUCTURES));
    ProcessBackend backend = new ProcessBackend();
    try (RealTemporal server = RealTemporal.start(directory);
        Ledger ledger = backend.own(workspace)) {
      TemporalAddress.Connection connection = server.address().connect();
      RemoteWorker.Settings settings =
          new RemoteWorker.Settings(
              workspace, directory, List.of("auto"), 1, HostLimits.usual(), 20);
      try (RemoteWorker worker = RemoteWorker.start(ledger, connection.client(), settings)) {
        new Submission(ledger, connection.client())
            .submit(backend.read(file), Ingest.Mode.SAME_OR_REFUSE, true);
        CampaignProgress end =
            connection
                .client()
                .newUntypedWorkflowStub(CampaignStart.workflowId("large"))
                .getResult(240, TimeUnit.SECONDS, CampaignProgress.class);
        assertThat(end.stages().get(0).counts())
            .containsExactly(java.util.Map.entry(TaskStatus.CONVERGED.key(), STRUCTURES));
        assertThat(worker.stats().systemSteps()).isPositive();
        assertHistoriesAreShort(connection.client());
      } finally {
        connection.stubs().shutdownNow();
      }
    }
  }

  /** A shard's thousand rows are some 50 kB; twenty of them would not pass. */
  private static void assertHistoriesAreShort(WorkflowClient client) {
    // The list is read from a store that comes after: a run for each shard, and the campaign's.
    Awaitility.await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> closed(client).size() > STRUCTURES / 1000);
    for (WorkflowExecutionInfo run : closed(client)) {
      assertThat(run.getHistoryLength())
          .as("events of %s", run.getExecution().getWorkflowId())
          .isLessThan(1500);
      assertThat(run.getHistorySizeBytes())
          .as("bytes of %s", run.getExecution().getWorkflowId())
          .isLessThan(300_000);
    }
  }

  private static List<WorkflowExecutionInfo> closed(WorkflowClient client) {
    return client
        .getWorkflowServiceStubs()
        .blockingStub()
        .listWorkflowExecutions(
            ListWorkflowExecutionsRequest.newBuilder()
                .setNamespace("default")
                .setQuery("ExecutionStatus != 'Running'")
                .build())
        .getExecutionsList();
  }
}
