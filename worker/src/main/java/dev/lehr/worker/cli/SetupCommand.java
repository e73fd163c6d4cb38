package dev.lehr.worker.cli;

import dev.lehr.activities.ingest.BadInputException;
import dev.lehr.activities.ledger.Ledger;
import dev.lehr.worker.remote.TemporalAddress;
import dev.lehr.worker.run.Backend;
import dev.lehr.worker.visibility.Namespace;
import io.grpc.StatusRuntimeException;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code lehr setup}: prepares a ledger and a Temporal namespace. */
@Command(
    name = "setup",
    description = {
      "Prepare a Temporal namespace and a ledger for Lehr, once and after each new version: the ledger's"
          + " tables are made or brought up to date, and the namespace is told of the search attributes"
          + " LehrCampaign, LehrStage, LehrModel, LehrDone, LehrFailed and LehrStall.",
      "What is there already stays as it is. Workers that have been running take campaigns that start"
          + " from then on as searchable."
    },
    footer = {
      "",
      "Examples:",
      "  lehr setup --address 127.0.0.1:7233",
      "  lehr setup --ledger-only --ledger jdbc:postgresql://db/lehr"
    })
final class SetupCommand implements Callable<Integer> {

  private final Backend backend;
  private final Terminal terminal;

  @Mixin private WorkspaceOption workspace = new WorkspaceOption();

  @Mixin private TemporalOption temporal = new TemporalOption();

  @Option(names = "--ledger-only", description = "Leave Temporal alone.")
  private boolean ledgerOnly;

  SetupCommand(Backend backend, Terminal terminal) {
    this.backend = backend;
    this.terminal = terminal;
  }

  // Opening it is all that is to be done.
  @SuppressWarnings("try")
  @Override
  public Integer call() {
    Logs.toWorkspace(workspace.path());
    try (Ledger ledger = workspace.own(backend)) {
      terminal.say("Ledger: " + workspace.place() + ", ready");
    }
    if (!ledgerOnly) {
      register();
    }
    return ExitCode.OK.code();
  }

  private void register() {
    TemporalAddress.Connection connection = temporal.address().connect();
    try {
      List<String> added = new Namespace(connection.client()).register();
      terminal.say(
          "Temporal: "
              + connection.where()
              + ", search attributes "
              + (added.isEmpty() ? "there already" : String.join(", ", added)));
    } catch (StatusRuntimeException | IllegalStateException e) {
      throw new BadInputException(
          "the search attributes cannot be registered at " + connection.where(),
          List.of(String.valueOf(e.getMessage())));
    } finally {
      connection.stubs().shutdown();
    }
  }
}
