package dev.lehr.worker.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lehr.activities.engine.EngineListener;
import dev.lehr.activities.engine.HostLimits;
import dev.lehr.activities.ingest.Ingest;
import dev.lehr.activities.ledger.CampaignRow;
import dev.lehr.activities.ledger.Ledger;
import dev.lehr.worker.remote.RealTemporal;
import dev.lehr.worker.remote.TemporalAddress;
import dev.lehr.workflows.contract.CampaignProgress;
import dev.lehr.workflows.run.LehrWorkflows;
import dev.lehr.workflows.run.TaskQueues;
import io.grpc.StatusRuntimeException;
import io.temporal.api.common.v1.WorkflowExecution;
import io.temporal.api.enums.v1.EventType;
import io.temporal.api.history.v1.HistoryEvent;
import io.temporal.api.workflowservice.v1.SetWorkerDeploymentCurrentVersionRequest;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowStub;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Two builds of a deployment on Temporal's own server: a campaign goes on across. */
@Timeout(240)
class VersionsTest {

  private static final String CAMPAIGN =
      """
      name: upgraded
      structures:
        - prototypes: [A1, A2, A3]
          elements: [Cu, Ni, Ag, Al]
          volumes: [0.95, 1.05]
          rattle: 0.05
          cell: conventional
      model: {name: eam-zhou2004, elements: [Cu, Ni, Ag, Al]}
      stages:
        - {id: relax, kind: relax, cell: frechet, fmax: 0.001}
        - {id: unique, kind: deduplicate}
        - {id: static, kind: static}
      batching: {max_memory_scaler: 12}
      advanced: {shard_size: 4, lanes: 2}
      """;

  @TempDir Path directory;
  private final ProcessBackend backend = new ProcessBackend();

  /** Slows an engine down. */
  private static final class Slow implements EngineListener {
    final CountDownLatch running = new CountDownLatch(20);

    @Override
    public void stepped(int systems, int atoms, double occupancy) {
      running.countDown();
      try {
        Thread.sleep(25);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private RemoteWorker.Settings settings(String build) {
    return new RemoteWorker.Settings(
        directory.resolve("workspace-" + build),
        directory,
        List.of("auto"),
        1,
        HostLimits.usual(),
        20,
        new Duties(Role.ALL, List.of(), Optional.of(new Build("lehr", build))),
        Duration.ofSeconds(20));
  }

  /** Until its workers are known and the server agrees. */
  private static void makeCurrent(WorkflowClient client, String build) {
    SetWorkerDeploymentCurrentVersionRequest request =
        SetWorkerDeploymentCurrentVersionRequest.newBuilder()
            .setNamespace(client.getOptions().getNamespace())
            .setDeploymentName("lehr")
            .setBuildId(build)
            .build();
    Awaitility.await()
        .atMost(60, TimeUnit.SECONDS)
        .ignoreExceptionsMatching(e -> e instanceof StatusRuntimeException)
        .until(
            () -> {
              client
                  .getWorkflowServiceStubs()
                  .blockingStub()
                  .setWorkerDeploymentCurrentVersion(request);
              return true;
            });
  }

  private static List<HistoryEvent> events(WorkflowClient client, WorkflowExecution run) {
    return client.fetchHistory(run.getWorkflowId(), run.getRunId()).getHistory().getEventsList();
  }

  /** The builds that have taken a workflow forward, in the order of the first time. */
  private static Set<String> builds(List<HistoryEvent> events) {
    return events.stream()
        .filter(HistoryEvent::hasWorkflowTaskCompletedEventAttributes)
        .map(e -> e.getWorkflowTaskCompletedEventAttributes().getDeploymentVersion().getBuildId())
        .collect(Collectors.toCollection(LinkedHashSet::new));
  }

  /** All runs of each lane, from the first. */
  private static List<List<HistoryEvent>> lanes(
      WorkflowClient client, List<HistoryEvent> campaign) {
    List<List<HistoryEvent>> runs = new ArrayList<>();
    for (HistoryEvent event : campaign) {
      if (event.hasChildWorkflowExecutionStartedEventAttributes()) {
        WorkflowExecution run =
            event.getChildWorkflowExecutionStartedEventAttributes().getWorkflowExecution();
        String next = run.getRunId();
        while (!next.isEmpty()) {
          List<HistoryEvent> events = events(client, run.toBuilder().setRunId(next).build());
          runs.add(events);
          HistoryEvent last = events.get(events.size() - 1);
          next = last.getWorkflowExecutionContinuedAsNewEventAttributes().getNewExecutionRunId();
        }
      }
    }
    return runs;
  }

  @Test
  void aCampaignGoesOnWithTheNextBuildAndNoShardIsWorkedOnByTwo() throws Exception {
    Path file = Files.writeString(directory.resolve("campaign.yaml"), CAMPAIGN);
    try (RealTemporal server = RealTemporal.start(directory);
        Ledger ledger = backend.own(directory.resolve("workspace"))) {
      TemporalAddress.Connection connection = server.address().connect();
      WorkflowClient client = connection.client();
      Slow slow = new Slow();
      RemoteWorker first = RemoteWorker.start(ledger, client, settings("1"), slow);
      makeCurrent(client, "1");
      CampaignRow row =
          new Ingest(ledger, true)
              .take(backend.read(file).intake(), Ingest.Mode.SAME_OR_REFUSE)
              .campaign();
      WorkflowStub campaign = CampaignStart.on(client, row, 2);
      assertThat(slow.running.await(60, TimeUnit.SECONDS)).isTrue();
      RemoteWorker second = RemoteWorker.start(ledger, client, settings("2"));
      try {
        makeCurrent(client, "2");
        CampaignProgress end = campaign.getResult(150, TimeUnit.SECONDS, CampaignProgress.class);
        assertThat(end.stages().get(0).counts()).containsOnlyKeys("converged");
        check(client, events(client, campaign.getExecution()));
      } finally {
        first.close();
        second.close();
        connection.stubs().shutdownNow();
      }
    }
  }

  private static void check(WorkflowClient client, List<HistoryEvent> campaign) {
    assertThat(builds(campaign)).containsExactly("1", "2");
    List<List<HistoryEvent>> runs = lanes(client, campaign);
    Set<String> all = new TreeSet<>();
    for (List<HistoryEvent> run : runs) {
      assertThat(builds(run)).as("a run of a lane is pinned").hasSize(1);
      all.addAll(builds(run));
    }
    assertThat(all).as("lanes go on with the next build").containsExactly("1", "2");
    // The queue of a process of its own has no version, and is answered.
    long own =
        runs.stream()
            .flatMap(List::stream)
            .filter(HistoryEvent::hasActivityTaskScheduledEventAttributes)
            .filter(
                e ->
                    e.getActivityTaskScheduledEventAttributes()
                        .getTaskQueue()
                        .getName()
                        .startsWith(TaskQueues.ENGINE + "-"))
            .count();
    assertThat(own).isPositive();
    assertThat(runs.stream().flatMap(List::stream).map(HistoryEvent::getEventType))
        .doesNotContain(EventType.EVENT_TYPE_ACTIVITY_TASK_TIMED_OUT);
    assertThat(LehrWorkflows.campaignId("upgraded")).isEqualTo("lehr-upgraded");
  }
}
