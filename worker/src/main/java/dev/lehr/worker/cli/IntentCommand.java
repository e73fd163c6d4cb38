package dev.lehr.worker.cli;

import dev.lehr.activities.ledger.CampaignRow;
import dev.lehr.activities.ledger.Ledger;
import dev.lehr.worker.run.Backend;
import dev.lehr.workflows.contract.Intent;
import dev.lehr.workflows.contract.IntentAnswer;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Writes what the user wants of a campaign into the ledger; the next run obeys it. */
@Command(footer = {"", "Stop a campaign that runs in another terminal with Ctrl-C there."})
final class IntentCommand implements Callable<Integer> {

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
      case PAUSE -> "Pause a campaign that does not run now: 'lehr run' waits for --resume.";
      case RESUME -> "Take a pause back; 'lehr run' goes on.";
      case CANCEL -> "Cancel a campaign: what is not done becomes cancelled.";
      case RETRY -> "Open failed, unconverged, cancelled and skipped structures again.";
    };
  }

  @Override
  public Integer call() {
    Logs.toWorkspace(workspace.path());
    try (Ledger ledger = backend.own(workspace.path())) {
      CampaignRow campaign = workspace.campaign(ledger, name);
      IntentAnswer answer =
          ledger.recordIntent(new Intent(campaign.id(), UUID.randomUUID().toString(), kind));
      terminal.say(
          campaign.name()
              + ": "
              + answer.mode().name().toLowerCase(Locale.ROOT)
              + (answer.changed() ? "" : " (as before)")
              + (kind == Intent.Kind.RETRY ? ", " + answer.tasks() + " tasks opened again" : ""));
      return ExitCode.OK.code();
    }
  }
}
