package dev.lehr.worker.cli;

import dev.lehr.activities.ingest.Ingest;
import dev.lehr.activities.ledger.Ledger;
import dev.lehr.activities.ledger.WorkspaceLockedException;
import dev.lehr.worker.run.Backend;
import dev.lehr.worker.run.CampaignFile;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Adds the structures that a campaign does not have yet. */
@Command(
    name = "add",
    description = {
      "Add the structures that the file has now and the campaign has not (by id), and run them.",
      "The recipe and the structures that are there must be the same."
    },
    footer = {"", "Examples:", "  lehr add campaign.yaml"})
final class AddCommand implements Callable<Integer> {

  private final Backend backend;
  private final Terminal terminal;

  @Parameters(paramLabel = "FILE", description = "Campaign file, YAML or JSON.")
  private Path file = Path.of("");

  @Mixin private RunOptions options = new RunOptions();

  AddCommand(Backend backend, Terminal terminal) {
    this.backend = backend;
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws Exception {
    try {
      return new CampaignRun(backend, terminal, options).run(List.of(file), Ingest.Mode.ADD).code();
    } catch (WorkspaceLockedException e) {
      return askTheOwner(e);
    }
  }

  /** The process that runs the campaign takes them in. */
  private int askTheOwner(WorkspaceLockedException held) throws InterruptedException {
    CampaignFile campaign = backend.read(file);
    String name = campaign.intake().campaign().name();
    Path workspace = options.workspace.path();
    long more;
    try (Ledger ledger = options.workspace.read(backend)) {
      more = new Ingest(ledger, options.strict).checkAdding(campaign.intake());
    }
    if (more > 0 && !IntentCarrier.wait(workspace, r -> r.askToAdd(name, file))) {
      throw held;
    }
    terminal.say(name + ": " + more + " structures added to what runs");
    return ExitCode.OK.code();
  }
}
