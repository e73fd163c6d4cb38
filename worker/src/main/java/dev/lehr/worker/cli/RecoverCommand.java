package dev.lehr.worker.cli;

import dev.lehr.activities.ledger.Ledger;
import dev.lehr.worker.remote.TemporalAddress;
import dev.lehr.worker.run.Backend;
import dev.lehr.worker.run.Submission;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code lehr recover}: has a server work on what the ledger says is left. */
@Command(
    name = "recover",
    description = {
      "Start the workflows of all campaigns of the ledger that have something left to do and are not"
          + " paused. For a Temporal server that lost its memory, workflows that were terminated by"
          + " hand, or a namespace whose retention is over: what is done stays done.",
      "A campaign whose workflow runs is left alone."
    },
    footer = {"", "Examples:", "  lehr recover --address 127.0.0.1:7233"})
final class RecoverCommand implements Callable<Integer> {

  private final Backend backend;
  private final Terminal terminal;

  @Mixin private WorkspaceOption workspace = new WorkspaceOption();

  @Mixin private TemporalOption temporal = new TemporalOption();

  RecoverCommand(Backend backend, Terminal terminal) {
    this.backend = backend;
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    Logs.none();
    TemporalAddress.Connection connection = temporal.address().connect();
    try (Ledger ledger = workspace.read(backend)) {
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
}
