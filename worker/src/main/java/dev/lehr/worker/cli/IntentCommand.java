package dev.lehr.worker.cli;

import dev.lehr.activities.ledger.CampaignRow;
import dev.lehr.activities.ledger.IntentRequests;
import dev.lehr.activities.ledger.Ledger;
import dev.lehr.activities.ledger.WorkspaceLockedException;
import dev.lehr.worker.run.Backend;
import dev.lehr.workflows.contract.Intent;
import dev.lehr.workflows.contract.IntentAnswer;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/**
 * Writes what the user wants of a campaign into the ledger, or asks the process that owns the
 * workspace to.
 */
@Command(footer = {"", "A campaign that runs in another terminal obeys within about a second."})
final class IntentCommand implements Callable<Integer> {

  private static final int PATIENCE_MILLIS = 15_000;
  private static final int POLL_MILLIS = 100;

  private final Intent.Kind kind;
  private final Backend backend;
  private final Terminal terminal;

  @Parameters(paramLabel = "NAME", description = "Campaign.")
  private String name = "";

  @Mixin private WorkspaceOption workspace = new WorkspaceOption();

  private IntentCommand(Intent.Kind kind, Backend backend, Terminal terminal) {
    this.kind = kind;
    this.backend = backend;
    this.terminal = terminal;
  }

  static List<IntentCommand> all(Backend backend, Terminal terminal) {
    return Arrays.stream(Intent.Kind.values())
        .map(kind -> new IntentCommand(kind, backend, terminal))
        .toList();
  }

  String name() {
    return kind.name().toLowerCase(Locale.ROOT);
  }

  String description() {
    return switch (kind) {
      case PAUSE -> "Checkpoint a campaign and stop it: 'lehr run' then waits for --resume.";
      case RESUME -> "Take a pause back; 'lehr run' goes on.";
      case CANCEL -> "Cancel a campaign: what is not done becomes cancelled.";
      case RETRY -> "Open failed, unconverged, cancelled and skipped structures again.";
    };
  }

  @Override
  public Integer call() throws InterruptedException {
    Logs.toWorkspace(workspace.path());
    Optional<IntentAnswer> answer;
    try (Ledger ledger = backend.own(workspace.path())) {
      CampaignRow campaign = workspace.campaign(ledger, name);
      answer =
          Optional.of(
              ledger.recordIntent(new Intent(campaign.id(), UUID.randomUUID().toString(), kind)));
    } catch (WorkspaceLockedException e) {
      answer = Optional.empty();
      askTheOwner(e);
    }
    try (Ledger ledger = backend.openForReading(workspace.path())) {
      CampaignRow campaign = workspace.campaign(ledger, name);
      terminal.say(
          campaign.name()
              + ": "
              + campaign.mode().name().toLowerCase(Locale.ROOT)
              + answer.map(a -> a.changed() ? "" : " (as before)").orElse("")
              + answer
                  .filter(a -> kind == Intent.Kind.RETRY)
                  .map(IntentCommand::opened)
                  .orElse(""));
    }
    return ExitCode.OK.code();
  }

  private static String opened(IntentAnswer answer) {
    return ", " + answer.tasks() + " tasks opened again";
  }

  private void askTheOwner(WorkspaceLockedException held) throws InterruptedException {
    try (Ledger ledger = backend.openForReading(workspace.path())) {
      workspace.campaign(ledger, name);
    }
    IntentRequests requests = new IntentRequests(workspace.path());
    String id = requests.ask(name, kind);
    for (int waited = 0; waited < PATIENCE_MILLIS; waited += POLL_MILLIS) {
      Thread.sleep(POLL_MILLIS);
      if (requests.isDone(id)) {
        return;
      }
    }
    if (requests.withdraw(id)) {
      throw held;
    }
  }
}
