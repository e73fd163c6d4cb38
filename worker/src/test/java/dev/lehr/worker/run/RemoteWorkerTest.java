package dev.lehr.worker.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.lehr.activities.engine.EngineListener;
import dev.lehr.activities.engine.HostLimits;
import dev.lehr.activities.ingest.BadInputException;
import dev.lehr.activities.ingest.Ingest;
import dev.lehr.activities.ledger.Ledger;
import dev.lehr.activities.ledger.ResultRow;
import dev.lehr.worker.embedded.EmbeddedTemporal;
import dev.lehr.worker.plugin.LehrPlugin;
import dev.lehr.worker.remote.RealTemporal;
import dev.lehr.worker.remote.SmallStudy;
import dev.lehr.worker.remote.TemporalAddress;
import dev.lehr.workflows.contract.CampaignInput;
import dev.lehr.workflows.contract.CampaignProgress;
import dev.lehr.workflows.run.CampaignWorkflow;
import dev.lehr.workflows.run.SubmitWorkflow;
import dev.lehr.workflows.run.TaskQueues;
import dev.lehr.workflows.status.TaskStatus;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.WorkflowStub;
import io.temporal.worker.WorkerFactory;
import io.temporal.workflow.ChildWorkflowOptions;
import io.temporal.workflow.Workflow;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Campaigns on a Temporal server that is somewhere else. */
@Timeout(180)
class RemoteWorkerTest {

  private static final String CAMPAIGN = SmallStudy.yaml("remote", "{id: eos, kind: eos}");

  @TempDir Path directory;
  private final ProcessBackend backend = new ProcessBackend();
  private Path file = Path.of("");

  /** A user's own workflow, which has a campaign done and uses what came of it. */
  @WorkflowInterface
  public interface UsersWorkflow {
    /** Answers how many structures went through all stages. */
    @WorkflowMethod
    long run(CampaignInput campaign);
  }

  /** See {@link UsersWorkflow}. */
  public static final class UsersWorkflowImpl implements UsersWorkflow {
    @Override
    public long run(CampaignInput campaign) {
      CampaignWorkflow child =
          Workflow.newChildWorkflowStub(
              CampaignWorkflow.class,
              ChildWorkflowOptions.newBuilder()
                  .setWorkflowId(CampaignStart.workflowId(campaign.name()))
                  .setTaskQueue(TaskQueues.WORKFLOWS)
                  .build());
      CampaignProgress end = child.run(campaign);
      return end.stages().get(end.stages().size() - 1).counts().getOrDefault("converged", 0L);
    }
  }

  /** Slows an engine down. */
  private static final class Slow implements EngineListener {
    final CountDownLatch running = new CountDownLatch(20);

    @Override
    public void stepped(int systems, int atoms, double occupancy) {
      running.countDown();
      try {
        Thread.sleep(20);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  @BeforeEach
  void write() throws IOException {
    file = Files.writeString(directory.resolve("campaign.yaml"), CAMPAIGN);
  }

  private RemoteWorker.Settings settings(String workspace) {
    return new RemoteWorker.Settings(
        directory.resolve(workspace), directory, List.of("auto"), 1, HostLimits.usual(), 20);
  }

  private static TemporalAddress at(int port) {
    return new TemporalAddress(
        Optional.of("127.0.0.1:" + port), Optional.empty(), Optional.empty());
  }

  private static List<String> results(Ledger ledger) {
    List<String> rows = new ArrayList<>();
    long id = ledger.findCampaign("remote").orElseThrow().id();
    for (int stage = 0; stage < 3; stage++) {
      ledger.forEachResult(id, stage, Set.of(), false, r -> rows.add(shown(r)));
    }
    return rows;
  }

  private static String shown(ResultRow r) {
    return r.id() + " " + r.stage() + " " + r.status() + " " + r.properties();
  }

  /** What an undisturbed run in one process finds. */
  private List<String> undisturbed() {
    try (Ledger ledger = backend.own(directory.resolve("undisturbed"))) {
      long id =
          new Ingest(ledger, true)
              .take(backend.read(file).intake(), Ingest.Mode.SAME_OR_REFUSE)
              .campaign()
              .id();
      new EmbeddedRunner(ledger)
          .run(
              new RunRequest(
                  directory.resolve("undisturbed"), id, directory, 1, OptionalInt.empty()),
              snapshot -> {});
      return results(ledger);
    }
  }

  @Test
  void aCampaignIsWorkedOnForAServerElsewhere() throws Exception {
    int port = RealTemporal.freePort();
    try (EmbeddedTemporal server = EmbeddedTemporal.start(OptionalInt.of(port));
        Ledger ledger = backend.own(directory.resolve("workspace"))) {
      TemporalAddress.Connection connection = at(port).connect();
      RemoteWorker worker = RemoteWorker.start(ledger, connection.client(), settings("workspace"));
      try {
        new Submission(ledger, connection.client())
            .submit(backend.read(file), Ingest.Mode.SAME_OR_REFUSE, true);
        awaitEnd(connection);
      } finally {
        worker.close();
        connection.stubs().shutdownNow();
      }
      assertThat(results(ledger)).isEqualTo(undisturbed());
      assertThat(server.client()).isNotNull();
    }
  }

  private RemoteWorker.Settings settings(Role role) {
    return new RemoteWorker.Settings(
        directory.resolve("workspace-" + role.key()),
        directory,
        List.of("auto"),
        1,
        HostLimits.usual(),
        20,
        new Duties(role, List.of(), Optional.empty()),
        Duration.ofSeconds(20));
  }

  @Test
  void workersMayShareTheRolesAndTheOneWithoutAnEngineClosesPhases() throws Exception {
    int port = RealTemporal.freePort();
    try (EmbeddedTemporal server = EmbeddedTemporal.start(OptionalInt.of(port));
        Ledger ledger = backend.own(directory.resolve("workspace"))) {
      TemporalAddress.Connection connection = at(port).connect();
      RemoteWorker workflows =
          RemoteWorker.start(ledger, connection.client(), settings(Role.WORKFLOWS));
      RemoteWorker engine = RemoteWorker.start(ledger, connection.client(), settings(Role.ENGINE));
      try {
        new Submission(ledger, connection.client())
            .submit(backend.read(file), Ingest.Mode.SAME_OR_REFUSE, true);
        awaitEnd(connection);
        assertThat(workflows.stats().systemSteps()).isZero();
        assertThat(engine.stats().systemSteps()).isPositive();
      } finally {
        engine.close();
        workflows.close();
        connection.stubs().shutdownNow();
      }
      assertThat(results(ledger)).isEqualTo(undisturbed());
      assertThat(server.client()).isNotNull();
    }
  }

  @Test
  void aWorkerOfAClassTakesNoSlicesOfThoseWhoAskForNone() {
    assertThat(Duties.all().sliceQueues()).containsExactly(TaskQueues.ENGINE);
    assertThat(new Duties(Role.ENGINE, List.of("h100", "big"), Optional.empty()).sliceQueues())
        .containsExactly(TaskQueues.engine("h100"), TaskQueues.engine("big"));
  }

  private static void awaitEnd(TemporalAddress.Connection connection) {
    try {
      CampaignProgress end =
          connection
              .client()
              .newUntypedWorkflowStub(CampaignStart.workflowId("remote"))
              .getResult(120, TimeUnit.SECONDS, CampaignProgress.class);
      assertThat(end.stages().get(0).counts()).containsOnlyKeys(TaskStatus.CONVERGED.key());
    } catch (java.util.concurrent.TimeoutException e) {
      throw new AssertionError("the campaign did not end", e);
    }
  }

  /** One worker ends in the middle, another one goes on. */
  private void handOver(TemporalAddress address, Ledger ledger) throws InterruptedException {
    TemporalAddress.Connection connection = address.connect();
    try {
      Slow slow = new Slow();
      RemoteWorker first =
          RemoteWorker.start(ledger, connection.client(), settings("workspace"), slow);
      new Submission(ledger, connection.client())
          .submit(backend.read(file), Ingest.Mode.SAME_OR_REFUSE, true);
      assertThat(slow.running.await(60, TimeUnit.SECONDS)).isTrue();
      first.close();
      assertThat(first.stats().inFlight()).isZero();
      RemoteWorker second = RemoteWorker.start(ledger, connection.client(), settings("workspace"));
      try {
        awaitEnd(connection);
      } finally {
        second.close();
      }
    } finally {
      connection.stubs().shutdownNow();
    }
  }

  @Test
  void aUsersWorkerTakesCampaignsInAsAPlugin() throws Exception {
    try (EmbeddedTemporal server = EmbeddedTemporal.start(OptionalInt.empty());
        Ledger ledger = backend.own(directory.resolve("workspace"))) {
      long id =
          new Ingest(ledger, true)
              .take(backend.read(file).intake(), Ingest.Mode.SAME_OR_REFUSE)
              .campaign()
              .id();
      LehrPlugin lehr = new LehrPlugin(ledger, settings("workspace"));
      WorkflowClient client =
          WorkflowClient.newInstance(
              server.client().getWorkflowServiceStubs(),
              WorkflowClientOptions.newBuilder().setPlugins(lehr).build());
      WorkerFactory factory = WorkerFactory.newInstance(client);
      factory.newWorker("users").registerWorkflowImplementationTypes(UsersWorkflowImpl.class);
      factory.start();
      try {
        UsersWorkflow users =
            client.newWorkflowStub(
                UsersWorkflow.class, WorkflowOptions.newBuilder().setTaskQueue("users").build());
        assertThat(users.run(new CampaignInput(id, "remote", 10, 0))).isPositive();
      } finally {
        factory.shutdown();
        factory.awaitTermination(20, TimeUnit.SECONDS);
      }
      assertThat(results(ledger)).isEqualTo(undisturbed());
    }
  }

  @Test
  void aCampaignMayBeTypedAsOneObjectAndABadOneFailsAtOnceWithAllProblems() throws Exception {
    try (EmbeddedTemporal server = EmbeddedTemporal.start(OptionalInt.empty());
        Ledger ledger = backend.own(directory.resolve("workspace"))) {
      RemoteWorker worker = RemoteWorker.start(ledger, server.client(), settings("workspace"));
      try {
        Map<String, Object> sound = new YAMLMapper().readValue(CAMPAIGN, new TypeReference<>() {});
        submit(server.client(), sound).getResult(120, TimeUnit.SECONDS, CampaignProgress.class);
        assertThat(results(ledger)).isEqualTo(undisturbed());
        Map<String, Object> bad = new LinkedHashMap<>(sound);
        bad.put("name", "bad");
        bad.put("structures", List.of("../../etc/passwd", "/etc/hosts"));
        assertThatThrownBy(
                () ->
                    submit(server.client(), bad)
                        .getResult(60, TimeUnit.SECONDS, CampaignProgress.class))
            .rootCause()
            .hasMessageContaining("../../etc/passwd")
            .hasMessageContaining("/etc/hosts")
            .hasMessageContaining("below the worker's --root");
        Map<String, Object> curious = new LinkedHashMap<>(sound);
        curious.put(
            "stages",
            List.of(
                Map.of("id", "relax", "kind", "relax"),
                Map.of("id", "h", "kind", "hull", "references", Map.of("file", "/etc/passwd"))));
        assertThatThrownBy(
                () ->
                    submit(server.client(), curious)
                        .getResult(60, TimeUnit.SECONDS, CampaignProgress.class))
            .rootCause()
            .hasMessageContaining("stages[1].references.file: found '/etc/passwd'")
            .hasMessageNotContaining("root:");
      } finally {
        worker.close();
      }
    }
  }

  private static WorkflowStub submit(WorkflowClient client, Map<String, Object> campaign) {
    WorkflowStub stub =
        client.newUntypedWorkflowStub(
            SubmitWorkflow.TYPE,
            WorkflowOptions.newBuilder().setTaskQueue(TaskQueues.WORKFLOWS).build());
    stub.start(campaign);
    return stub;
  }

  @Test
  void nobodyAtTheAddressIsSaidInASentence() throws IOException {
    int port = RealTemporal.freePort();
    assertThatThrownBy(() -> at(port).connect())
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("no Temporal server");
  }

  @Test
  void aRealServerIsWorkedFor() throws Exception {
    try (RealTemporal server = RealTemporal.start(directory);
        Ledger ledger = backend.own(directory.resolve("workspace"))) {
      handOver(server.address(), ledger);
      assertThat(results(ledger)).isEqualTo(undisturbed());
    }
  }

  @AfterEach
  void forget() {
    file = Path.of("");
  }
}
