package dev.lehr.worker.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lehr.activities.engine.EngineListener;
import dev.lehr.activities.engine.HostLimits;
import dev.lehr.activities.ingest.Ingest;
import dev.lehr.activities.ledger.Ledger;
import dev.lehr.worker.encryption.AccessToken;
import dev.lehr.worker.encryption.CodecEndpoint;
import dev.lehr.worker.encryption.EncryptionKey;
import dev.lehr.worker.encryption.KeyRing;
import dev.lehr.worker.encryption.PayloadEncryption;
import dev.lehr.worker.remote.RealTemporal;
import dev.lehr.worker.remote.TemporalAddress;
import dev.lehr.workflows.contract.CampaignProgress;
import dev.lehr.workflows.run.TaskQueues;
import io.temporal.client.WorkflowClient;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** An encrypted campaign on Temporal's own server, looked at with Temporal's own command. */
@Timeout(180)
class CodecEndpointServerTest {

  private static final String TOKEN = "a-token-of-some-length";
  private static final EncryptionKey OLD = EncryptionKey.fresh("old");
  private static final EncryptionKey NEW = EncryptionKey.fresh("new");
  private static final String CAMPAIGN =
      """
      name: hidden
      structures: [{clusters: [4, 5, 6], element: Ar, starts: 10, distance: 1.12, seed: 1}]
      model: {name: lennard-jones, sigma: 1.0, epsilon: 1.0, cutoff: none}
      stages:
        - {id: calming, kind: relax, fmax: 0.00001, max_iterations: 10000}
      batching: {max_memory_scaler: 12}
      advanced: {shard_size: 7, lanes: 2}
      """;

  @TempDir Path directory;

  private static PayloadEncryption only(EncryptionKey... keys) {
    return new PayloadEncryption(new KeyRing(List.of(keys)), true);
  }

  private RemoteWorker.Settings settings() {
    return new RemoteWorker.Settings(
        directory.resolve("workspace"), directory, List.of("auto"), 1, HostLimits.usual(), 20);
  }

  @Test
  void keysAreChangedMidwayAndPeopleWithThemSeeAllOfIt() throws Exception {
    ProcessBackend backend = new ProcessBackend();
    Path file = Files.writeString(directory.resolve("campaign.yaml"), CAMPAIGN);
    try (RealTemporal server = RealTemporal.start(directory);
        Ledger ledger = backend.own(directory.resolve("workspace"));
        CodecEndpoint endpoint = endpoint()) {
      TemporalAddress.Connection before = connect(server, only(OLD));
      TemporalAddress.Connection after = connect(server, only(NEW, OLD));
      try {
        CountDownLatch running = new CountDownLatch(20);
        RemoteWorker first = RemoteWorker.start(ledger, before.client(), settings(), slow(running));
        new Submission(ledger, before.client())
            .submit(backend.read(file), Ingest.Mode.SAME_OR_REFUSE, true);
        assertThat(running.await(60, TimeUnit.SECONDS)).isTrue();
        first.close();
        RemoteWorker second = RemoteWorker.start(ledger, after.client(), settings());
        try {
          awaitEnd(after.client(), "lehr-hidden");
          look(server, endpoint);
          startByHand(server, endpoint, after.client());
        } finally {
          second.close();
        }
      } finally {
        before.stubs().shutdownNow();
        after.stubs().shutdownNow();
      }
    }
  }

  private CodecEndpoint endpoint() throws Exception {
    Path token = Files.writeString(directory.resolve("token"), TOKEN);
    Files.setPosixFilePermissions(token, PosixFilePermissions.fromString("rw-------"));
    return CodecEndpoint.listen(
        new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
        new PayloadEncryption(new KeyRing(List.of(NEW, OLD)), false),
        new CodecEndpoint.Access(Set.of(), Optional.of(AccessToken.read(token))));
  }

  private static TemporalAddress.Connection connect(
      RealTemporal server, PayloadEncryption encryption) {
    return new TemporalAddress(
            Optional.of(server.target()), Optional.empty(), Optional.empty(), encryption)
        .connect();
  }

  private static void awaitEnd(WorkflowClient client, String workflow) throws Exception {
    CampaignProgress end =
        client
            .newUntypedWorkflowStub(workflow)
            .getResult(120, TimeUnit.SECONDS, CampaignProgress.class);
    assertThat(end.stages().get(0).counts()).containsEntry("converged", 30L);
  }

  private static EngineListener slow(CountDownLatch running) {
    return new EngineListener() {
      @Override
      public void stepped(int systems, int atoms, double occupancy) {
        running.countDown();
        try {
          Thread.sleep(20);
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
        }
      }
    };
  }

  private static String[] through(CodecEndpoint endpoint, String token, String... arguments) {
    String[] all = java.util.Arrays.copyOf(arguments, arguments.length + 4);
    all[arguments.length] = "--codec-endpoint";
    all[arguments.length + 1] = "http://127.0.0.1:" + endpoint.address().getPort();
    all[arguments.length + 2] = "--codec-auth";
    all[arguments.length + 3] = "Bearer " + token;
    return all;
  }

  private static void look(RealTemporal server, CodecEndpoint endpoint) throws Exception {
    String[] show = {"workflow", "show", "-w", "lehr-hidden"};
    assertThat(server.ask(show))
        .contains("COMPLETED")
        .contains("binary/encrypted")
        .doesNotContain("calming");
    assertThat(server.ask(through(endpoint, TOKEN, show)))
        .contains("COMPLETED")
        .contains("calming")
        .doesNotContain("binary/encrypted");
    String[] query = {"workflow", "query", "-w", "lehr-hidden", "--type", "progress"};
    assertThat(server.ask(through(endpoint, TOKEN, query))).contains("calming");
    assertThat(server.ask(through(endpoint, "wrong", query))).doesNotContain("calming");
  }

  /** Workers that take nothing that is not encrypted take what the endpoint has encrypted. */
  private void startByHand(RealTemporal server, CodecEndpoint endpoint, WorkflowClient client)
      throws Exception {
    String campaign =
        """
        {"name": "typed",
         "structures": [{"clusters": [4, 5, 6], "element": "Ar", "starts": 10,
                         "distance": 1.12, "seed": 2}],
         "model": {"name": "lennard-jones", "sigma": 1.0, "epsilon": 1.0, "cutoff": "none"},
         "stages": [{"id": "relax", "kind": "relax", "fmax": 0.00001, "max_iterations": 10000}]}
        """;
    Path input = Files.writeString(directory.resolve("typed.json"), campaign);
    String answer =
        server.ask(
            through(
                endpoint,
                TOKEN,
                "workflow",
                "start",
                "--type",
                "LehrSubmit",
                "--workflow-id",
                "typed",
                "--task-queue",
                TaskQueues.WORKFLOWS,
                "--input-file",
                input.toString()));
    assertThat(answer).contains("typed");
    awaitEnd(client, "typed");
  }
}
