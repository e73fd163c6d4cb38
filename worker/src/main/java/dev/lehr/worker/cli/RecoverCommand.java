package dev.lehr.worker.cli;

import dev.lehr.activities.ledger.Ledger;
import dev.lehr.worker.remote.TemporalAddress;
import dev.lehr.worker.run.Backend;
import dev.lehr.worker.run.Submission;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code lehr recover}: has a server work on what the ledger says is left. */
@Command(
    name = "recover",
    description = {
      "Start the workflows of all campaigns of the ledger that have something left to do and are not"
          + " paused. For a Temporal server that lost its memory, workflows that were terminated by"
          + " hand, or a namespace whose retention is over: what is done stays done.",
      "A campaign whose workflow runs is left alone.",
      "With --restored, after the ledger itself was put back to a backup: stop all workers, put it back,"
          + " run this, start the workers."
    },
    footer = {
      "",
      "Examples:",
      "  lehr recover --address 127.0.0.1:7233",
      "  lehr recover --restored --address 127.0.0.1:7233"
    })
final class RecoverCommand implements Callable<Integer> {

  private final Backend backend;
  private final Terminal terminal;

  @Mixin private WorkspaceOption workspace = new WorkspaceOption();

  @Mixin private TemporalOption temporal = new TemporalOption();

  @Option(
      names = "--restored",
      description =
          "The ledger was put back to a backup: what workers and workflows know that is younger counts"
              + " for nothing. No worker may run meanwhile.")
  private boolean restored;

  RecoverCommand(Backend backend, Terminal terminal) {
    this.backend = backend;
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    Logs.none();
    TemporalAddress.Connection connection = temporal.address().connect();
    try (Ledger ledger = workspace.read(backend)) {
      if (restored) {
        beginAnew();
      }
      List<String> started = new Submission(ledger, connection.client()).startWhatIsLeft();
      terminal.say(
          started.isEmpty()
              ? "Nothing is left to do in " + workspace.place() + "."
              : "Runs on " + connection.where() + ": " + String.join(", ", started));
      return ExitCode.OK.code();
    } finally {
      connection.stubs().shutdown();
    }
  }

  /** Only where there is a ledger: the one that reads it has found it. */
  private void beginAnew() {
    try (Ledger ledger = workspace.own(backend)) {
      ledger.restored();
      terminal.say("What is younger than the backup of " + workspace.place() + " is void.");
    }
  }
}
