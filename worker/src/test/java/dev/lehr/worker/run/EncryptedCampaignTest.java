package dev.lehr.worker.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import dev.lehr.activities.engine.HostLimits;
import dev.lehr.activities.ingest.Ingest;
import dev.lehr.activities.ledger.Ledger;
import dev.lehr.worker.embedded.EmbeddedTemporal;
import dev.lehr.worker.encryption.EncryptionException;
import dev.lehr.worker.encryption.EncryptionKey;
import dev.lehr.worker.encryption.KeyRing;
import dev.lehr.worker.encryption.PayloadEncryption;
import dev.lehr.worker.plugin.LehrPlugin;
import dev.lehr.worker.remote.TemporalAddress;
import dev.lehr.workflows.contract.CampaignProgress;
import dev.lehr.workflows.run.SubmitWorkflow;
import dev.lehr.workflows.run.TaskQueues;
import io.temporal.api.common.v1.Payload;
import io.temporal.api.common.v1.WorkflowExecution;
import io.temporal.api.enums.v1.EventType;
import io.temporal.api.failure.v1.Failure;
import io.temporal.api.history.v1.History;
import io.temporal.api.history.v1.HistoryEvent;
import io.temporal.api.workflowservice.v1.GetWorkflowExecutionHistoryRequest;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.WorkflowStub;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.worker.WorkerFactory;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a Temporal server gets to see of a campaign. */
@Timeout(180)
class EncryptedCampaignTest {

  private static final String CAMPAIGN =
      """
      name: hidden
      structures: [{clusters: [4, 5, 6], element: Ar, starts: 10, distance: 1.12, seed: 1}]
      model: {name: lennard-jones, sigma: 1.0, epsilon: 1.0, cutoff: none}
      stages:
        - {id: calming, kind: relax, fmax: 0.00001, max_iterations: 10000}
        - {id: measuring, kind: static}
      batching: {max_memory_scaler: 12}
      advanced: {shard_size: 7, lanes: 2}
      """;

  private static final EncryptionKey OLD = EncryptionKey.fresh("old");
  private static final EncryptionKey NEW = EncryptionKey.fresh("new");

  @TempDir Path directory;
  private final ProcessBackend backend = new ProcessBackend();
  private Path file = Path.of("");
  private Optional<EmbeddedTemporal> server = Optional.empty();
  private Optional<Ledger> ledger = Optional.empty();
  private int port;
  private final List<TemporalAddress.Connection> connections = new ArrayList<>();

  @BeforeEach
  void start() throws IOException {
    file = Files.writeString(directory.resolve("campaign.yaml"), CAMPAIGN);
    try (ServerSocket socket = new ServerSocket(0)) {
      port = socket.getLocalPort();
    }
    server = Optional.of(EmbeddedTemporal.start(OptionalInt.of(port)));
    ledger = Optional.of(backend.own(directory.resolve("workspace")));
  }

  @AfterEach
  void end() {
    connections.forEach(c -> c.stubs().shutdownNow());
    server.ifPresent(EmbeddedTemporal::close);
    ledger.ifPresent(Ledger::close);
  }

  private static PayloadEncryption only(EncryptionKey... keys) {
    return new PayloadEncryption(new KeyRing(List.of(keys)), true);
  }

  private WorkflowClient client(PayloadEncryption encryption) {
    TemporalAddress.Connection connection =
        new TemporalAddress(
                Optional.of("127.0.0.1:" + port), Optional.empty(), Optional.empty(), encryption)
            .connect();
    connections.add(connection);
    return connection.client();
  }

  private RemoteWorker worker(PayloadEncryption encryption) {
    return RemoteWorker.start(ledger.orElseThrow(), client(encryption), settings());
  }

  private RemoteWorker.Settings settings() {
    return new RemoteWorker.Settings(
        directory.resolve("workspace"), directory, List.of("auto"), 1, HostLimits.usual(), 20);
  }

  private void submit(PayloadEncryption encryption) {
    new Submission(ledger.orElseThrow(), client(encryption))
        .submit(backend.read(file), Ingest.Mode.SAME_OR_REFUSE, true);
  }

  private void awaitEnd(PayloadEncryption encryption) throws Exception {
    CampaignProgress end =
        client(encryption)
            .newUntypedWorkflowStub(CampaignStart.workflowId("hidden"))
            .getResult(120, TimeUnit.SECONDS, CampaignProgress.class);
    assertThat(end.stages().get(1).counts().get("converged")).isEqualTo(30L);
  }

  /** What the server has of a campaign and its lanes, each workflow's first to its last run. */
  private List<History> histories(String workflow) {
    List<History> found = new ArrayList<>();
    Set<String> ids = new LinkedHashSet<>(List.of(workflow));
    List<String> open = new ArrayList<>(ids);
    while (!open.isEmpty()) {
      History history = history(open.remove(0));
      found.add(history);
      for (HistoryEvent event : history.getEventsList()) {
        if (event.getEventType() == EventType.EVENT_TYPE_START_CHILD_WORKFLOW_EXECUTION_INITIATED) {
          String id =
              event.getStartChildWorkflowExecutionInitiatedEventAttributes().getWorkflowId();
          if (ids.add(id)) {
            open.add(id);
          }
        }
      }
    }
    return found;
  }

  private History history(String workflow) {
    WorkflowServiceStubs stubs = server.orElseThrow().client().getWorkflowServiceStubs();
    return stubs
        .blockingStub()
        .getWorkflowExecutionHistory(
            GetWorkflowExecutionHistoryRequest.newBuilder()
                .setNamespace("default")
                .setExecution(WorkflowExecution.newBuilder().setWorkflowId(workflow))
                .build())
        .getHistory();
  }

  /** All messages within one. */
  private static void walk(Message message, Consumer<Message> visit) {
    visit.accept(message);
    for (Map.Entry<FieldDescriptor, Object> field : message.getAllFields().entrySet()) {
      List<?> values = field.getValue() instanceof List<?> list ? list : List.of(field.getValue());
      for (Object value : values) {
        if (value instanceof Message inner) {
          walk(inner, visit);
        }
      }
    }
  }

  private static List<Payload> payloads(Message message) {
    List<Payload> found = new ArrayList<>();
    walk(
        message,
        m -> {
          if (m instanceof Payload payload) {
            found.add(payload);
          }
        });
    return found;
  }

  private static List<Failure> failures(Message message) {
    List<Failure> found = new ArrayList<>();
    walk(
        message,
        m -> {
          if (m instanceof Failure failure) {
            found.add(failure);
          }
        });
    return found;
  }

  private static Set<String> keys(List<History> histories) {
    Set<String> found = new LinkedHashSet<>();
    histories.forEach(
        h ->
            payloads(h)
                .forEach(
                    p ->
                        found.add(
                            p.getMetadataOrThrow("encoding").toStringUtf8()
                                + " "
                                + p.getMetadataOrThrow("encryption-key-id").toStringUtf8())));
    return found;
  }

  /** Bytes of a history, but for the ids, which are not encrypted. */
  private static String shown(History history) {
    return history
        .toByteString()
        .toString(StandardCharsets.ISO_8859_1)
        .replace("lehr-hidden", "lehr-");
  }

  @Test
  void aServerSeesNoPayloadOfACampaignAndTheWorkersTakeNoneThatIsNotEncrypted() throws Exception {
    RemoteWorker worker = worker(only(NEW));
    try {
      submit(only(NEW));
      awaitEnd(only(NEW));
    } finally {
      worker.close();
    }
    List<History> histories = histories("lehr-hidden");
    assertThat(histories).hasSizeGreaterThan(1);
    assertThat(keys(histories)).containsExactly("binary/encrypted new");
    for (History history : histories) {
      assertThat(payloads(history)).hasSizeGreaterThan(2);
      assertThat(shown(history)).doesNotContain("hidden", "calming", "measuring");
    }
  }

  @Test
  void aServerDoesNotSeeWhatIsWrongWithACampaign() {
    RemoteWorker worker = worker(only(NEW));
    try {
      WorkflowStub stub =
          client(only(NEW))
              .newUntypedWorkflowStub(
                  SubmitWorkflow.TYPE,
                  WorkflowOptions.newBuilder()
                      .setWorkflowId("bad")
                      .setTaskQueue(TaskQueues.WORKFLOWS)
                      .build());
      stub.start(Map.of("name", "hidden", "structures", List.of("../secret.cif")));
      assertThatThrownBy(() -> stub.getResult(60, TimeUnit.SECONDS, CampaignProgress.class))
          .rootCause()
          .hasMessageContaining("the campaign cannot be taken in");
    } finally {
      worker.close();
    }
    History history = history("bad");
    assertThat(failures(history)).isNotEmpty();
    for (Failure failure : failures(history)) {
      assertThat(failure.getMessage()).isEqualTo("Encoded failure");
      assertThat(failure.getStackTrace()).isEmpty();
    }
    assertThat(keys(List.of(history))).containsExactly("binary/encrypted new");
  }

  @Test
  void keysAreChangedWhileACampaignRuns() throws Exception {
    submit(only(OLD));
    RemoteWorker worker = worker(only(NEW, OLD));
    try {
      awaitEnd(only(NEW, OLD));
    } finally {
      worker.close();
    }
    assertThat(keys(histories("lehr-hidden")))
        .containsExactlyInAnyOrder("binary/encrypted old", "binary/encrypted new");
  }

  @Test
  void aWorkerWithoutTheKeySaysWhichAndSpoilsNothingForOneThatHasIt() throws Exception {
    RemoteWorker without = worker(PayloadEncryption.NONE);
    try {
      submit(only(NEW));
      Awaitility.await()
          .atMost(Duration.ofSeconds(60))
          .until(() -> failures(history("lehr-hidden")).size() > 0);
    } finally {
      without.close();
    }
    assertThat(failures(history("lehr-hidden")))
        .extracting(Failure::getMessage)
        .anyMatch(
            m ->
                m.contains("encrypted with the key 'new'")
                    && m.contains("no keys: set LEHR_CODEC_KEYS"));
    RemoteWorker with = worker(only(NEW));
    try {
      awaitEnd(only(NEW));
      assertThatThrownBy(() -> awaitEnd(only(OLD)))
          .rootCause()
          .isInstanceOf(EncryptionException.class)
          .hasMessageContaining("'new'")
          .hasMessageContaining("only [old]");
    } finally {
      with.close();
    }
  }

  @Test
  void aUsersWorkerWithThePluginEncryptsToo() throws Exception {
    submit(only(NEW));
    WorkflowClient client =
        WorkflowClient.newInstance(
            client(PayloadEncryption.NONE).getWorkflowServiceStubs(),
            WorkflowClientOptions.newBuilder()
                .setPlugins(new LehrPlugin(ledger.orElseThrow(), settings()).encrypting(only(NEW)))
                .build());
    WorkerFactory factory = WorkerFactory.newInstance(client);
    factory.start();
    try {
      awaitEnd(only(NEW));
    } finally {
      factory.shutdown();
      factory.awaitTermination(20, TimeUnit.SECONDS);
    }
    assertThat(keys(histories("lehr-hidden"))).containsExactly("binary/encrypted new");
  }
}
