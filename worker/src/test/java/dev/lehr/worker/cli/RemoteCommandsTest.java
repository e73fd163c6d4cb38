package dev.lehr.worker.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lehr.activities.engine.HostLimits;
import dev.lehr.activities.ledger.CampaignRow;
import dev.lehr.activities.ledger.Ledger;
import dev.lehr.worker.remote.RealTemporal;
import dev.lehr.worker.remote.TemporalAddress;
import dev.lehr.worker.run.CampaignStart;
import dev.lehr.worker.run.ProcessBackend;
import dev.lehr.worker.run.RemoteWorker;
import dev.lehr.worker.run.Submission;
import dev.lehr.workflows.contract.CampaignMode;
import dev.lehr.workflows.contract.CampaignProgress;
import dev.lehr.workflows.status.TaskStatus;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Commands against Temporal's own server. */
@Timeout(180)
class RemoteCommandsTest {

  private static final String CAMPAIGN =
      """
      name: %s
      structures: [%s]
      model: {name: eam-zhou2004, elements: [Cu]}
      stages: [{id: relax, kind: relax, fmax: 0.01}]
      """;

  private static final String CRYSTAL =
      """
      4
      Lattice="%1$s 0 0 0 %1$s 0 0 0 %1$s" Properties=species:S:1:pos:R:3 pbc="T T T"
      Cu 0 0 0
      Cu 0.05 1.8 1.8
      Cu 1.8 0 1.8
      Cu 1.8 1.8 0
      """;

  @TempDir Path directory;
  private final ProcessBackend backend = new ProcessBackend();
  private Path inbox = Path.of("");
  private Path workspace = Path.of("");

  @BeforeEach
  void fill() throws Exception {
    inbox = Files.createDirectory(directory.resolve("inbox"));
    workspace = directory.resolve("workspace");
    for (int i = 0; i < 4; i++) {
      Files.writeString(inbox.resolve("cu-" + i + ".extxyz"), CRYSTAL.formatted("3." + (6 + i)));
    }
  }

  private Path campaign(String name) throws Exception {
    return Files.writeString(
        directory.resolve(name + ".yaml"), CAMPAIGN.formatted(name, "inbox/*.extxyz"));
  }

  /** Runs a command; answers what it printed. */
  private String lehr(ExitCode expected, String... arguments) {
    StringWriter text = new StringWriter();
    PrintWriter writer = new PrintWriter(text, true);
    int code = Main.run(backend, new Terminal(writer, writer, false, false), arguments);
    assertThat(code).as(text.toString()).isEqualTo(expected.code());
    return text.toString();
  }

  private String lehr(RealTemporal server, String... arguments) {
    String[] all = new String[arguments.length + 2];
    System.arraycopy(arguments, 0, all, 0, arguments.length);
    all[arguments.length] = "--address";
    all[arguments.length + 1] = server.target();
    return lehr(ExitCode.OK, all);
  }

  private RemoteWorker worker(Ledger ledger, TemporalAddress.Connection connection) {
    return RemoteWorker.start(
        ledger,
        connection.client(),
        new RemoteWorker.Settings(
            workspace, directory, List.of("auto"), 1, HostLimits.usual(), 20));
  }

  private static void await(Callable<Boolean> what) {
    Awaitility.await().atMost(Duration.ofSeconds(60)).until(what);
  }

  private static long converged(Ledger ledger, String name) {
    return ledger
        .findCampaign(name)
        .map(c -> ledger.progress(c.id(), 0).stages().get(0).counts())
        .map(counts -> counts.getOrDefault(TaskStatus.CONVERGED.key(), 0L))
        .orElse(-1L);
  }

  @Test
  void aNamespaceIsSetUpOnceAndItsCampaignsCanBeSearchedFor() throws Exception {
    try (RealTemporal server = RealTemporal.start(directory)) {
      String place = workspace.toString();
      assertThat(lehr(server, "setup", "--workspace", place)).contains("LehrStall");
      assertThat(lehr(server, "setup", "--workspace", place)).contains("there already");
      TemporalAddress.Connection connection = server.address().connect();
      try (Ledger ledger = backend.own(workspace);
          RemoteWorker worker = worker(ledger, connection)) {
        new Submission(ledger, connection.client()).take(backend.read(campaign("searched")));
        end(connection, "searched");
        assertThat(worker.stats().inFlight()).isZero();
        await(
            () ->
                server
                    .run("workflow", "count", "--query", "LehrCampaign='searched' AND LehrDone=4")
                    .contains("1"));
        assertThat(
                server.run(
                    "workflow",
                    "list",
                    "--query",
                    "LehrCampaign='searched' AND LehrModel='eam-zhou2004' AND LehrStage='relax' AND"
                        + " LehrFailed=0 AND LehrStall IS NULL"))
            .contains("lehr-searched");
      } finally {
        connection.stubs().shutdownNow();
      }
    }
  }

  private static void end(TemporalAddress.Connection connection, String name) throws Exception {
    connection
        .client()
        .newUntypedWorkflowStub(CampaignStart.workflowId(name))
        .getResult(60, TimeUnit.SECONDS, CampaignProgress.class);
  }

  @Test
  void aScheduleAddsWhatItsFolderHasByThen() throws Exception {
    try (RealTemporal server = RealTemporal.start(directory)) {
      String file = campaign("inbox").toString();
      TemporalAddress.Connection connection = server.address().connect();
      try (Ledger ledger = backend.own(workspace);
          RemoteWorker worker = worker(ledger, connection)) {
        assertThat(lehr(server, "schedule", "create", file, "--every", "1h")).contains("created");
        assertThat(lehr(server, "schedule", "create", file, "--every", "2h")).contains("replaced");
        server.run("schedule", "trigger", "--schedule-id", "lehr-inbox-schedule");
        await(() -> converged(ledger, "inbox") == 4);
        Files.writeString(inbox.resolve("cu-9.extxyz"), CRYSTAL.formatted("3.55"));
        server.run(
            "schedule",
            "backfill",
            "--schedule-id",
            "lehr-inbox-schedule",
            "--start-time",
            "2026-01-01T00:00:00Z",
            "--end-time",
            "2026-01-01T03:00:00Z",
            "--overlap-policy",
            "BufferAll");
        await(() -> converged(ledger, "inbox") == 5);
        // The list is read from a store that comes after.
        await(() -> lehr(server, "schedule", "list").contains("lehr-inbox-schedule: next at"));
        assertThat(lehr(server, "schedule", "delete", "inbox")).contains("deleted");
        assertThat(
                lehr(
                    ExitCode.BAD_INPUT,
                    "schedule",
                    "delete",
                    "inbox",
                    "--address",
                    server.target()))
            .contains("found no schedule lehr-inbox-schedule");
        assertThat(
                lehr(
                    ExitCode.BAD_INPUT,
                    "schedule",
                    "create",
                    file,
                    "--every",
                    "often",
                    "--address",
                    server.target()))
            .contains("--every: found 'often', expected a time such as 10m");
        assertThat(worker.stats().inFlight()).isZero();
      } finally {
        connection.stubs().shutdownNow();
      }
    }
  }

  @Test
  void aServerThatLostItsMemoryIsToldAgainWhatIsLeft() throws Exception {
    try (RealTemporal server = RealTemporal.start(directory)) {
      TemporalAddress.Connection connection = server.address().connect();
      try (Ledger ledger = backend.own(workspace)) {
        new Submission(ledger, connection.client()).take(backend.read(campaign("kept")));
      } finally {
        connection.stubs().shutdownNow();
      }
      server.killAndRestart();
      assertThat(lehr(server, "recover", "--workspace", workspace.toString())).contains("kept");
      TemporalAddress.Connection again = server.address().connect();
      try (Ledger ledger = backend.own(workspace);
          RemoteWorker worker = worker(ledger, again)) {
        await(() -> converged(ledger, "kept") == 4);
        end(again, "kept");
        assertThat(worker.stats().inFlight()).isZero();
      } finally {
        again.stubs().shutdownNow();
      }
      assertThat(lehr(server, "recover", "--workspace", workspace.toString()))
          .contains("Nothing is left to do");
    }
  }

  @Test
  void aCampaignThatWasCancelledIsOpenedAgainAndStartedByOneCommand() throws Exception {
    try (RealTemporal server = RealTemporal.start(directory)) {
      TemporalAddress.Connection connection = server.address().connect();
      String place = workspace.toString();
      try {
        try (Ledger ledger = backend.own(workspace)) {
          new Submission(ledger, connection.client()).take(backend.read(campaign("again")));
        }
        lehr(ExitCode.OK, "cancel", "again", "--workspace", place);
        try (Ledger ledger = backend.own(workspace);
            RemoteWorker worker = worker(ledger, connection)) {
          end(connection, "again");
          assertThat(ledger.findCampaign("again").map(CampaignRow::mode))
              .contains(CampaignMode.CANCELLED);
          assertThat(worker.stats().inFlight()).isZero();
        }
        assertThat(lehr(server, "retry", "again", "--workspace", place))
            .contains("4 tasks opened again")
            .contains("as lehr-again");
        try (Ledger ledger = backend.own(workspace);
            RemoteWorker worker = worker(ledger, connection)) {
          await(() -> converged(ledger, "again") == 4);
          assertThat(worker.stats().inFlight()).isZero();
        }
        assertThat(lehr(ExitCode.OK, "watch", "again", "--workspace", place))
            .contains("again: done, 4 of 4 tasks (100 %)");
      } finally {
        connection.stubs().shutdownNow();
      }
    }
  }
}
