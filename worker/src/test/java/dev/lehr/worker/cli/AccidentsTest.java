package dev.lehr.worker.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lehr.activities.engine.HostLimits;
import dev.lehr.activities.ingest.Ingest;
import dev.lehr.activities.ledger.Ledger;
import dev.lehr.activities.ledger.LedgerStore;
import dev.lehr.worker.remote.RealTemporal;
import dev.lehr.worker.remote.SmallStudy;
import dev.lehr.worker.remote.TemporalAddress;
import dev.lehr.worker.run.CampaignStart;
import dev.lehr.worker.run.Duties;
import dev.lehr.worker.run.ProcessBackend;
import dev.lehr.worker.run.RemoteWorker;
import dev.lehr.worker.run.Submission;
import dev.lehr.workflows.contract.CampaignProgress;
import dev.lehr.workflows.contract.Intent;
import io.grpc.StatusRuntimeException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What an administrator may have to live through, on Temporal's own server: each campaign goes on
 * to its end with the results of one that nobody disturbed, and has each of them once.
 */
@Tag("slow")
@Timeout(400)
class AccidentsTest {

  private static final String NAME = "accident";
  private static final String CAMPAIGN = SmallStudy.yaml(NAME, "{id: eos, kind: eos}");

  @TempDir Path directory;
  private final ProcessBackend backend = new ProcessBackend();
  private Path file = Path.of("");
  private LedgerStore store = LedgerStore.SQLITE;

  @BeforeEach
  void write() throws Exception {
    file = Files.writeString(directory.resolve("campaign.yaml"), CAMPAIGN);
  }

  private Path workspace() {
    return directory.resolve("workspace");
  }

  private Ledger own() {
    return store == LedgerStore.SQLITE ? backend.own(workspace()) : store.open(workspace());
  }

  /** Runs a command on the ledger; answers what it printed. */
  private String lehr(RealTemporal server, String... arguments) {
    return lehr(ExitCode.OK, server, arguments);
  }

  private String lehr(ExitCode expected, RealTemporal server, String... arguments) {
    List<String> all = new ArrayList<>(List.of(arguments));
    all.addAll(List.of("--address", server.target(), "--workspace", workspace().toString()));
    if (store == LedgerStore.POSTGRESQL) {
      all.addAll(List.of("--ledger", LedgerStore.address(workspace()).url() + "&user=lehr"));
    }
    StringWriter text = new StringWriter();
    PrintWriter writer = new PrintWriter(text, true);
    int code =
        Main.run(backend, new Terminal(writer, writer, false, false), all.toArray(String[]::new));
    assertThat(code).as(text.toString()).isEqualTo(expected.code());
    return text.toString();
  }

  private RemoteWorker worker(Ledger ledger, TemporalAddress.Connection connection) {
    return RemoteWorker.start(
        ledger,
        connection.client(),
        new RemoteWorker.Settings(
            workspace(),
            directory,
            List.of("auto"),
            1,
            HostLimits.usual(),
            20,
            Duties.all(),
            Duration.ofSeconds(20)));
  }

  /** All results, with all generations, and how many rows there are. */
  private List<String> results(LedgerStore of, Path workspace, Ledger ledger) throws SQLException {
    List<String> rows = new ArrayList<>();
    long id = ledger.findCampaign(NAME).orElseThrow().id();
    for (int stage = 0; stage < 3; stage++) {
      ledger.forEachResult(
          id,
          stage,
          Set.of(),
          false,
          r ->
              rows.add(
                  String.join(
                      " ",
                      r.id(),
                      r.stage(),
                      r.status().key(),
                      "generation " + r.generation(),
                      r.properties().toString())));
    }
    try (Connection c = of.connect(workspace);
        Statement s = c.createStatement();
        ResultSet r = s.executeQuery("SELECT COUNT(*) FROM result")) {
      r.next();
      rows.add(r.getLong(1) + " rows");
    }
    return rows;
  }

  /** What a run in one process finds that nobody disturbs. */
  private List<String> undisturbed() throws SQLException {
    Path calm = directory.resolve("calm");
    StringWriter text = new StringWriter();
    PrintWriter writer = new PrintWriter(text, true);
    int code =
        Main.run(
            backend,
            new Terminal(writer, writer, false, false),
            "run",
            file.toString(),
            "--workspace",
            calm.toString());
    assertThat(code).as(text.toString()).isZero();
    try (Ledger ledger = backend.openForReading(calm)) {
      return results(LedgerStore.SQLITE, calm, ledger);
    }
  }

  private void assertUndisturbed(Ledger ledger) throws SQLException {
    assertThat(results(store, workspace(), ledger)).isEqualTo(undisturbed());
  }

  private void submit(Ledger ledger, TemporalAddress.Connection connection) {
    new Submission(ledger, connection.client())
        .submit(backend.read(file), Ingest.Mode.SAME_OR_REFUSE, true);
  }

  private static void awaitEnd(TemporalAddress.Connection connection) throws Exception {
    try {
      connection
          .client()
          .newUntypedWorkflowStub(CampaignStart.workflowId(NAME))
          .getResult(150, TimeUnit.SECONDS, CampaignProgress.class);
    } catch (TimeoutException e) {
      throw new AssertionError("the campaign did not end", e);
    }
  }

  /** A worker is stopped in the middle of a commit, and what it works for is disturbed. */
  private interface Accident {
    void happens(RealTemporal server) throws Exception;
  }

  private interface Meanwhile {
    void happens() throws Exception;
  }

  /** The old worker is away until the campaign has ended; then it wakes up, and is refused. */
  private void anotherWorkerGoesOnAfter(Accident accident, RealTemporal server) throws Exception {
    try (Ledger ledger = own()) {
      GatedLedger gate = new GatedLedger(ledger, 2);
      TemporalAddress.Connection before = server.address().connect();
      RemoteWorker zombie = worker(gate.ledger(), before);
      try {
        submit(ledger, before);
        gate.awaitHeld();
        before.stubs().shutdownNow();
        accident.happens(server);
        TemporalAddress.Connection after = server.address().connect();
        try (RemoteWorker worker = worker(ledger, after)) {
          awaitEnd(after);
          assertThat(worker.stats().systemSteps()).isPositive();
        } finally {
          after.stubs().shutdownNow();
        }
        List<String> end = results(store, workspace(), ledger);
        gate.letGo();
        Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> gate.refused() > 0);
        assertThat(results(store, workspace(), ledger)).isEqualTo(end);
      } finally {
        gate.letGo();
        closeWithoutAServer(zombie);
      }
      assertUndisturbed(ledger);
    }
  }

  /** Its way to the server is cut: it cannot say that it goes. */
  private static void closeWithoutAServer(RemoteWorker worker) {
    try {
      worker.close();
    } catch (StatusRuntimeException e) {
      assertThat(e).hasMessageContaining("SynchronizationContext");
    }
  }

  /** The worker lives, and is in the middle of a commit. */
  private void theSameWorkerGoesOnAfter(Accident accident) throws Exception {
    try (RealTemporal server = RealTemporal.start(directory);
        Ledger ledger = own()) {
      GatedLedger gate = new GatedLedger(ledger, 2);
      TemporalAddress.Connection connection = server.address().connect();
      try (RemoteWorker worker = worker(gate.ledger(), connection)) {
        submit(ledger, connection);
        gate.awaitHeld();
        accident.happens(server);
        gate.letGo();
        awaitEnd(connection);
        assertThat(worker.stats().systemSteps()).isPositive();
      } finally {
        gate.letGo();
        connection.stubs().shutdownNow();
      }
      assertUndisturbed(ledger);
    }
  }

  private static void reset(RealTemporal server, String workflow)
      throws IOException, InterruptedException {
    server.run(
        "workflow",
        "reset",
        "--workflow-id",
        workflow,
        "--type",
        "FirstWorkflowTask",
        "--reason",
        "drill");
  }

  @Test
  void aCampaignWhoseWorkflowWasResetToItsBeginningGoesOn() throws Exception {
    theSameWorkerGoesOnAfter(s -> reset(s, CampaignStart.workflowId(NAME)));
  }

  @Test
  void aCampaignWithALaneThatWasResetGoesOn() throws Exception {
    theSameWorkerGoesOnAfter(s -> reset(s, CampaignStart.workflowId(NAME) + "/phase-0/lane-0"));
  }

  /** Lets a worker commit so often, does something meanwhile, and ends the worker. */
  private void work(
      Ledger ledger, TemporalAddress.Connection connection, int commits, Meanwhile meanwhile)
      throws Exception {
    GatedLedger gate = new GatedLedger(ledger, commits);
    RemoteWorker worker = worker(gate.ledger(), connection);
    try {
      gate.awaitHeld();
      meanwhile.happens();
    } finally {
      gate.letGo();
      worker.close();
    }
  }

  @ParameterizedTest
  @EnumSource(LedgerStore.class)
  void aLedgerThatWasPutBackToABackupIsSaidToBeSoAndTheCampaignGoesOnFromThere(LedgerStore where)
      throws Exception {
    store = where;
    Path backup = directory.resolve("backup");
    try (RealTemporal server = RealTemporal.start(directory)) {
      TemporalAddress.Connection connection = server.address().connect();
      try {
        try (Ledger ledger = own()) {
          submit(ledger, connection);
          work(ledger, connection, 1, () -> store.backUp(workspace(), backup));
          work(ledger, connection, 0, () -> {});
        }
        store.putBack(workspace(), backup);
        assertThat(lehr(server, "recover", "--restored"))
            .contains("What is younger than the backup of ", "is void", NAME);
        try (Ledger ledger = own()) {
          try (RemoteWorker worker = worker(ledger, connection)) {
            awaitEnd(connection);
            assertThat(worker.stats().systemSteps()).isPositive();
          }
          assertUndisturbed(ledger);
        }
      } finally {
        connection.stubs().shutdownNow();
      }
    }
  }

  @Test
  void aLedgerThatAWorkerHoldsIsNotSaidToBePutBack() throws Exception {
    try (RealTemporal server = RealTemporal.start(directory);
        Ledger ledger = own()) {
      String before = ledger.incarnation();
      lehr(ExitCode.LEDGER, server, "recover", "--restored");
      assertThat(ledger.incarnation()).isEqualTo(before);
    }
  }

  @Test
  void aClosedWorkflowThatRetentionHasDeletedIsStartedAnewByRetry() throws Exception {
    try (RealTemporal server = RealTemporal.start(directory)) {
      TemporalAddress.Connection connection = server.address().connect();
      String workflow = CampaignStart.workflowId(NAME);
      try {
        try (Ledger ledger = own()) {
          submit(ledger, connection);
          long id = ledger.findCampaign(NAME).orElseThrow().id();
          Intent cancel = new Intent(id, "by-hand", Intent.Kind.CANCEL);
          work(ledger, connection, 2, () -> ledger.recordIntent(cancel));
          try (RemoteWorker worker = worker(ledger, connection)) {
            awaitEnd(connection);
            assertThat(worker.stats().inFlight()).isZero();
          }
        }
        server.run("workflow", "delete", "--workflow-id", workflow);
        Awaitility.await()
            .atMost(Duration.ofSeconds(90)) // The server takes half a minute.
            .untilAsserted(
                () ->
                    assertThat(server.ask("workflow", "describe", "--workflow-id", workflow))
                        .contains("not found"));
        assertThat(lehr(server, "recover")).contains("Nothing is left to do");
        assertThat(lehr(server, "retry", NAME)).contains("opened again", workflow);
        try (Ledger ledger = own()) {
          try (RemoteWorker worker = worker(ledger, connection)) {
            awaitEnd(connection);
            assertThat(worker.stats().systemSteps()).isPositive();
          }
          assertThat(numbers(results(store, workspace(), ledger)))
              .isEqualTo(numbers(undisturbed()));
        }
      } finally {
        connection.stubs().shutdownNow();
      }
    }
  }

  /** Without generations, which a retry counts up. */
  private static List<String> numbers(List<String> rows) {
    return rows.stream()
        .filter(row -> !row.endsWith(" rows"))
        .map(row -> row.replaceFirst(" generation [0-9]+ ", " "))
        .toList();
  }

  @Test
  void aServerThatLostItsDatabaseIsToldWhatIsLeftAndWhoWorkedBeforeIsRefused() throws Exception {
    try (RealTemporal server = RealTemporal.start(directory)) {
      anotherWorkerGoesOnAfter(
          s -> {
            s.killAndRestart();
            assertThat(lehr(s, "recover")).contains("Runs on " + s.target(), NAME);
          },
          server);
      assertThat(lehr(server, "recover")).contains("Nothing is left to do");
    }
  }

  @Test
  void aWorkflowThatWasTerminatedByHandIsStartedAgain() throws Exception {
    theSameWorkerGoesOnAfter(
        s -> {
          s.run("workflow", "terminate", "--workflow-id", CampaignStart.workflowId(NAME));
          assertThat(lehr(s, "recover")).contains(NAME);
        });
  }
}
