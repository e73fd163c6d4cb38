package dev.lehr.worker.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lehr.activities.engine.EngineListener;
import dev.lehr.activities.ingest.Ingest;
import dev.lehr.activities.ledger.IntentRequests;
import dev.lehr.activities.ledger.Ledger;
import dev.lehr.activities.ledger.ResultRow;
import dev.lehr.activities.ledger.TaskKey;
import dev.lehr.workflows.contract.CampaignMode;
import dev.lehr.workflows.contract.CampaignProgress;
import dev.lehr.workflows.contract.Intent;
import dev.lehr.workflows.contract.IntentAnswer;
import dev.lehr.workflows.run.IntentArgument;
import dev.lehr.workflows.status.TaskStatus;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowStub;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Campaigns in this process, from file to result. */
@Timeout(120)
class EmbeddedRunnerTest {

  private static final int STRUCTURES = 24;
  private static final String CAMPAIGN =
      """
      name: embedded
      structures:
        - prototypes: [A1, A2, A3]
          elements: [Cu, Ni]
          volumes: [0.95, 1.0, 1.05, 1.1]
          rattle: 0.05
          cell: conventional
      model: {name: eam-zhou2004, elements: [Cu, Ni]}
      stages:
        - {id: relax, kind: relax, cell: frechet, fmax: 0.001}
        - {id: static, kind: static}
      batching: {max_memory_scaler: 12}
      advanced: {shard_size: 7, lanes: 2}
      """;

  @TempDir Path directory;
  private Ledger ledger;
  private long id;

  /**
   * Slows the engine down so that something can happen while it runs, and counts what it starts.
   */
  private static final class Slow implements EngineListener {
    final CountDownLatch running = new CountDownLatch(30);
    final AtomicInteger starts = new AtomicInteger();
    volatile int millis;

    Slow(int millis) {
      this.millis = millis;
    }

    @Override
    public void started(TaskKey task, long iteration) {
      starts.incrementAndGet();
    }

    @Override
    public void stepped(int systems, int atoms, double occupancy) {
      running.countDown();
      try {
        Thread.sleep(millis);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  @BeforeEach
  void takeIn() throws IOException {
    ProcessBackend backend = new ProcessBackend();
    Path file = Files.writeString(directory.resolve("campaign.yaml"), CAMPAIGN);
    ledger = backend.own(directory.resolve("workspace"));
    id =
        new Ingest(ledger, true)
            .take(backend.read(file).intake(), Ingest.Mode.SAME_OR_REFUSE)
            .campaign()
            .id();
  }

  @AfterEach
  void close() {
    ledger.close();
  }

  private Outcome run(EmbeddedRunner runner, OptionalInt port) {
    return runner.run(new RunRequest(directory, id, directory, 2, port), progress -> {});
  }

  private List<ResultRow> results(int stage) {
    List<ResultRow> rows = new ArrayList<>();
    ledger.forEachResult(id, stage, Set.of(), false, rows::add);
    return rows;
  }

  private void assertAllConverged() {
    for (int stage = 0; stage < 2; stage++) {
      assertThat(results(stage))
          .hasSize(STRUCTURES)
          .allMatch(r -> r.status() == TaskStatus.CONVERGED);
    }
  }

  /** Lanes and engines go by what they knew before; the ledger takes nothing of it. */
  @Test
  void lanesWhoseClaimsAreVoidSinceTheLedgerWasPutBackClaimAnewAndFinish() throws Exception {
    Slow watch = new Slow(30);
    EmbeddedRunner runner = new EmbeddedRunner(ledger, watch);
    CompletableFuture<Outcome> end =
        CompletableFuture.supplyAsync(() -> run(runner, OptionalInt.empty()));
    assertThat(watch.running.await(60, TimeUnit.SECONDS)).isTrue();
    ledger.restored();
    watch.millis = 0;
    assertThat(end.get(100, TimeUnit.SECONDS)).isEqualTo(Outcome.COMPLETED);
    assertAllConverged();
    assertThat(results(0)).allMatch(r -> r.generation() == 0);
  }

  @Test
  void aCampaignRunsToItsEndAndASecondRunStartsNothing() {
    List<ProgressSnapshot> seen = new ArrayList<>();
    Slow watch = new Slow(0);
    EmbeddedRunner runner = new EmbeddedRunner(ledger, watch);
    assertThat(
            runner.run(new RunRequest(directory, id, directory, 2, OptionalInt.empty()), seen::add))
        .isEqualTo(Outcome.COMPLETED);
    assertAllConverged();
    assertThat(watch.starts.get()).isEqualTo(2 * STRUCTURES);
    ProgressSnapshot last = seen.get(seen.size() - 1);
    assertThat(last.done()).isEqualTo(last.total()).isEqualTo(2L * STRUCTURES);
    assertThat(last.failed()).isZero();
    Slow again = new Slow(0);
    assertThat(run(new EmbeddedRunner(ledger, again), OptionalInt.empty()))
        .isEqualTo(Outcome.COMPLETED);
    assertThat(again.starts.get()).isZero();
  }

  @Test
  void anInterruptedRunLeavesCheckpointsAndNoSignOfACrash() throws Exception {
    Slow slow = new Slow(20);
    EmbeddedRunner runner = new EmbeddedRunner(ledger, slow);
    CompletableFuture<Outcome> outcome =
        CompletableFuture.supplyAsync(() -> run(runner, OptionalInt.empty()));
    assertThat(slow.running.await(60, TimeUnit.SECONDS)).isTrue();
    runner.interrupt();
    assertThat(outcome.get(10, TimeUnit.SECONDS)).isEqualTo(Outcome.INTERRUPTED);
    assertThat(results(0)).anyMatch(r -> r.status() == TaskStatus.RUNNING && r.iterations() > 0);
    assertThat(run(new EmbeddedRunner(ledger, new Slow(0)), OptionalInt.empty()))
        .isEqualTo(Outcome.COMPLETED);
    assertAllConverged();
  }

  @Test
  void aCampaignIsPausedResumedAndQueriedFromOutside() throws Exception {
    int port;
    try (ServerSocket socket = new ServerSocket(0)) {
      port = socket.getLocalPort();
    }
    Slow slow = new Slow(20);
    CompletableFuture<Outcome> outcome =
        CompletableFuture.supplyAsync(
            () -> run(new EmbeddedRunner(ledger, slow), OptionalInt.of(port)));
    assertThat(slow.running.await(60, TimeUnit.SECONDS)).isTrue();
    WorkflowServiceStubs stubs =
        WorkflowServiceStubs.newServiceStubs(
            WorkflowServiceStubsOptions.newBuilder().setTarget("127.0.0.1:" + port).build());
    try {
      WorkflowStub campaign =
          WorkflowClient.newInstance(stubs).newUntypedWorkflowStub("lehr-embedded");
      CampaignProgress progress = campaign.query("progress", CampaignProgress.class);
      assertThat(progress.structures()).isEqualTo(STRUCTURES);
      IntentAnswer answer = campaign.update("pause", IntentAnswer.class, IntentArgument.once());
      assertThat(answer.mode()).isEqualTo(CampaignMode.PAUSED);
    } finally {
      stubs.shutdownNow();
    }
    assertThat(outcome.get(20, TimeUnit.SECONDS)).isEqualTo(Outcome.PAUSED);
    assertThat(results(0)).anyMatch(r -> !r.status().isTerminal());
    ledger.recordIntent(new Intent(id, "go on", Intent.Kind.RESUME));
    assertThat(run(new EmbeddedRunner(ledger, new Slow(0)), OptionalInt.empty()))
        .isEqualTo(Outcome.COMPLETED);
    assertAllConverged();
  }

  /**
   * The in-memory server forgets nothing, so a long run replaces it: the ledger has what the old
   * one knew, and nothing that was done is done again.
   */
  @Test
  void aServerThatHasGrownTooLargeIsReplacedAndNothingIsLost() throws Exception {
    Slow slow = new Slow(50);
    // Two lanes at the longest slices grow by about 15 bytes a second.
    EmbeddedRunner runner = new EmbeddedRunner(ledger, slow, 40);
    CompletableFuture<Outcome> outcome =
        CompletableFuture.supplyAsync(() -> run(runner, OptionalInt.empty()));
    Awaitility.await()
        .dontCatchUncaughtExceptions() // of threads of the old server
        .atMost(Duration.ofSeconds(60))
        .until(() -> runner.servers() > 1);
    slow.millis = 0;
    assertThat(outcome.get(60, TimeUnit.SECONDS)).isEqualTo(Outcome.COMPLETED);
    assertAllConverged();
    assertThat(results(0)).allMatch(r -> r.generation() == 0);
    // What a server's end interrupts is taken up again; what was done is not.
    assertThat(slow.starts.get()).isBetween(2 * STRUCTURES, 2 * STRUCTURES + 13 * runner.servers());
  }

  @Test
  void anotherProcessPausesItByARequestInTheWorkspace() throws Exception {
    Slow slow = new Slow(20);
    CompletableFuture<Outcome> outcome =
        CompletableFuture.supplyAsync(
            () -> run(new EmbeddedRunner(ledger, slow), OptionalInt.empty()));
    assertThat(slow.running.await(60, TimeUnit.SECONDS)).isTrue();
    IntentRequests requests = new IntentRequests(directory);
    String id = requests.ask("embedded", Intent.Kind.PAUSE, "");
    assertThat(outcome.get(20, TimeUnit.SECONDS)).isEqualTo(Outcome.PAUSED);
    assertThat(requests.isDone(id)).isTrue();
    assertThat(results(0)).anyMatch(r -> !r.status().isTerminal());
  }
}
