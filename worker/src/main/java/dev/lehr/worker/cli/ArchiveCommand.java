package dev.lehr.worker.cli;

import dev.lehr.activities.ingest.BadInputException;
import dev.lehr.activities.ledger.CampaignRow;
import dev.lehr.activities.ledger.Ledger;
import dev.lehr.activities.upkeep.WorkspaceFiles;
import dev.lehr.worker.run.Backend;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code lehr archive}: a campaign as one file. */
@Command(
    name = "archive",
    description = {
      "Write a campaign with all its rows into one file, a ledger of its own, and check it.",
      "Read it with --workspace FILE. Trajectories and other files of the workspace are not in it."
    },
    footer = {
      "",
      "Examples:",
      "  lehr archive metals --out metals.db            from any ledger, also PostgreSQL",
      "  lehr results metals --workspace metals.db      what is in it",
      "  lehr archive metals --out metals.db --delete   and delete it here when the file is checked"
    })
final class ArchiveCommand implements Callable<Integer> {

  private final Backend backend;
  private final Terminal terminal;

  @Parameters(paramLabel = "NAME", description = "Campaign, or a revision of it, NAME@REVISION.")
  private String name = "";

  @Option(names = "--out", paramLabel = "FILE", required = true, description = "The file to write.")
  private Path out = Path.of("");

  @Option(
      names = "--delete",
      description = "Delete the campaign here afterwards, with its files in the workspace.")
  private boolean delete;

  @Mixin private WorkspaceOption workspace = new WorkspaceOption();

  ArchiveCommand(Backend backend, Terminal terminal) {
    this.backend = backend;
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws IOException {
    Logs.none();
    if (Files.exists(out)) {
      throw new BadInputException(
          "--out cannot be used", List.of(out + ": is there already, expected a new file"));
    }
    try (Ledger ledger = delete ? workspace.own(backend) : workspace.read(backend)) {
      CampaignRow campaign = workspace.campaign(ledger, name);
      if (delete) {
        DeleteCommand.refuseUnderWay(ledger, campaign);
      }
      Map<String, Long> rows = ledger.housekeeping().archive(campaign.id(), out);
      terminal.say(
          "archived "
              + campaign.name()
              + "@"
              + campaign.revision()
              + ": "
              + rows.get("structure")
              + " structures, "
              + rows.get("result")
              + " results, "
              + rows.get("checkpoint")
              + " checkpoints; "
              + Bytes.shown(Files.size(out))
              + " in "
              + out);
      List<Path> files = new WorkspaceFiles(workspace.path(), ledger).of(campaign);
      if (!files.isEmpty() && !delete) {
        terminal.say("not in it: " + files);
      }
      if (delete) {
        terminal.say(DeleteCommand.delete(ledger, campaign, workspace.path()));
      }
      return ExitCode.OK.code();
    }
  }
}
