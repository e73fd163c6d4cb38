package dev.lehr.worker.cli;

import dev.lehr.activities.ledger.IntentRequests;
import dev.lehr.activities.ledger.Ledger;
import dev.lehr.worker.observe.WatchedProcess;
import dev.lehr.worker.remote.TemporalAddress;
import dev.lehr.worker.run.Backend;
import dev.lehr.worker.run.RemoteWorker;
import dev.lehr.worker.run.Submission;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code lehr worker}: works for a Temporal server until it is told to end. */
@Command(
    name = "worker",
    description = {
      "Work on the campaigns of a Temporal server until it is told to end (SIGTERM, Ctrl-C): then what is"
          + " in flight is checkpointed and goes on elsewhere, or here, later, and the exit code is 0.",
      "With the ledger in a workspace's file there is one worker; with PostgreSQL any number."
    },
    footer = {
      "",
      "Examples:",
      "  temporal server start-dev",
      "  lehr worker --address 127.0.0.1:7233",
      "  lehr worker --role engine --class h100 --listen 0.0.0.0:9464 --log-format json",
      "  lehr submit campaign.yaml"
    })
final class WorkerCommand implements Callable<Integer> {

  private static final int SLOTS = 200;
  private static final int LOOK_MILLIS = 200;

  private final Backend backend;
  private final Terminal terminal;

  @Mixin private RunOptions options = new RunOptions();

  @Mixin private TemporalOption temporal = new TemporalOption();

  @Mixin private ServeOptions serve = new ServeOptions();

  @Option(
      names = "--root",
      paramLabel = "DIR",
      description = "What paths of models in campaigns are relative to (default: here).")
  private Path root = Path.of("");

  WorkerCommand(Backend backend, Terminal terminal) {
    this.backend = backend;
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws InterruptedException {
    ServeOptions.Served served = serve.read(options.workspace.isFile());
    if (served.jsonLogs()) {
      Logs.toStandardOutput();
    } else {
      Logs.toWorkspace(options.workspace.path());
    }
    WorkerEnd end = WorkerEnd.watch(served.drain());
    Patience patience = new Patience(served.patience(), end, text -> say(served, text));
    boolean handedBack = false;
    try (WatchedProcess watched = new WatchedProcess(served.listen())) {
      TemporalAddress.Connection connection = temporal.address().connect(watched.scope(), patience);
      try (Ledger ledger = patience.open(() -> options.workspace.own(backend))) {
        work(ledger, connection, watched, served, end);
      } finally {
        connection.stubs().shutdown();
      }
      handedBack = true;
    } catch (RuntimeException e) {
      handedBack = patience.hasEnded();
      if (!handedBack && end.isAskedWithin(0)) {
        Failures.report(e, terminal);
      }
      throw e;
    } finally {
      end.done(handedBack);
    }
    return ExitCode.OK.code();
  }

  // The worker works by itself until it is closed.
  @SuppressWarnings("try")
  private void work(
      Ledger ledger,
      TemporalAddress.Connection connection,
      WatchedProcess watched,
      ServeOptions.Served served,
      WorkerEnd end)
      throws InterruptedException {
    Path workspace = options.workspace.path();
    RemoteWorker.Settings settings =
        new RemoteWorker.Settings(
            workspace,
            root.toAbsolutePath().normalize(),
            options.devices(),
            options.threads,
            options.host(),
            SLOTS,
            served.duties(),
            served.drain());
    watched.observation().temporal(connection::ask);
    try (RemoteWorker worker =
        RemoteWorker.start(ledger, connection.client(), settings, watched.observation())) {
      say(served, "Works for " + connection.where() + "; ledger " + options.workspace.place());
      watched.address().ifPresent(where -> say(served, "Health and metrics at http://" + where));
      Submission submission = new Submission(ledger, connection.client());
      IntentRequests requests = new IntentRequests(workspace);
      while (!end.isAskedWithin(LOOK_MILLIS)) {
        requests.carryOut(
            ledger, file -> submission.take(backend.read(file)), submission::startIfNeeded);
      }
    }
  }

  /** Where logs are on standard output, nothing else is. */
  private void say(ServeOptions.Served served, String text) {
    if (served.jsonLogs()) {
      LoggerFactory.getLogger(WorkerCommand.class).info(text);
    } else {
      terminal.say(text);
    }
  }
}
