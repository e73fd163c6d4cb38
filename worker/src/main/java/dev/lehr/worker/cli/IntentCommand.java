package dev.lehr.worker.cli;

import dev.lehr.worker.run.Backend;
import dev.lehr.workflows.contract.Intent;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
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

  private final Intent.Kind kind;
  private final Backend backend;
  private final Terminal terminal;

  @Parameters(paramLabel = "NAME", description = "Campaign.")
  private String name = "";

  @Mixin private WorkspaceOption workspace = new WorkspaceOption();

  @Mixin private TemporalOption temporal = new TemporalOption();

  private IntentCommand(Intent.Kind kind, Backend backend, Terminal terminal) {
    this.kind = kind;
    this.backend = backend;
    this.terminal = terminal;
  }

  static List<IntentCommand> all(Backend backend, Terminal terminal) {
    return Arrays.stream(Intent.Kind.values())
        .filter(kind -> kind != Intent.Kind.RESTART)
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
      case RESTART -> throw new IllegalStateException("it has a command of its own");
    };
  }

  @Override
  public Integer call() throws InterruptedException {
    return new IntentCarrier(backend, terminal, workspace, temporal).carry(name, kind, "");
  }
}
