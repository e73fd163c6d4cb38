package dev.lehr.worker.cli;

import dev.lehr.activities.ledger.IntentRequests;
import dev.lehr.activities.ledger.Ledger;
import dev.lehr.worker.remote.TemporalAddress;
import dev.lehr.worker.run.Backend;
import dev.lehr.worker.run.RemoteWorker;
import dev.lehr.worker.run.Submission;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code lehr worker}: works for a Temporal server until it is told to end. */
@Command(
    name = "worker",
    description = {
      "Work on the campaigns of a Temporal server until it is told to end (SIGTERM, Ctrl-C): then what is"
          + " in flight is checkpointed and goes on elsewhere, or here, later.",
      "With the ledger in a workspace's file there is one worker; with PostgreSQL any number."
    },
    footer = {
      "",
      "Examples:",
      "  temporal server start-dev",
      "  lehr worker --address 127.0.0.1:7233",
      "  lehr submit campaign.yaml"
    })
final class WorkerCommand implements Callable<Integer> {

  private static final int SLOTS = 200;

  private final Backend backend;
  private final Terminal terminal;

  @Mixin private RunOptions options = new RunOptions();

  @Mixin private TemporalOption temporal = new TemporalOption();

  @Option(
      names = "--root",
      paramLabel = "DIR",
      description = "What paths of models in campaigns are relative to (default: here).")
  private Path root = Path.of("");

  WorkerCommand(Backend backend, Terminal terminal) {
    this.backend = backend;
    this.terminal = terminal;
  }

  // The worker works by itself until it is closed.
  @SuppressWarnings("try")
  @Override
  public Integer call() throws InterruptedException {
    Path workspace = options.workspace.path();
    Logs.toWorkspace(workspace);
    CountDownLatch end = new CountDownLatch(1);
    CountDownLatch ended = new CountDownLatch(1);
    Runtime.getRuntime().addShutdownHook(new Thread(() -> await(end, ended), "lehr-end"));
    TemporalAddress.Connection connection = temporal.address().connect();
    try (Ledger ledger = options.workspace.own(backend);
        RemoteWorker worker =
            RemoteWorker.start(
                ledger,
                connection.client(),
                new RemoteWorker.Settings(
                    workspace,
                    root.toAbsolutePath().normalize(),
                    options.devices(),
                    options.threads,
                    options.host(),
                    SLOTS))) {
      terminal.say("Works for " + connection.where() + "; ledger " + options.workspace.place());
      Submission submission = new Submission(ledger, connection.client());
      IntentRequests requests = new IntentRequests(workspace);
      while (!end.await(200, TimeUnit.MILLISECONDS)) {
        requests.carryOut(ledger, file -> submission.take(backend.read(file)));
      }
    } finally {
      connection.stubs().shutdown();
      ended.countDown();
    }
    return ExitCode.OK.code();
  }

  private static void await(CountDownLatch end, CountDownLatch ended) {
    end.countDown();
    try {
      if (!ended.await(30, TimeUnit.SECONDS)) {
        Runtime.getRuntime().halt(1);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
