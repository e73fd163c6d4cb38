package dev.lehr.worker.cli;

import dev.lehr.activities.ingest.BadInputException;
import dev.lehr.activities.ledger.CampaignRow;
import dev.lehr.activities.ledger.Ledger;
import dev.lehr.activities.upkeep.WorkspaceFiles;
import dev.lehr.worker.run.Backend;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code lehr delete}: removes a campaign with all that it is. */
@Command(
    name = "delete",
    description = "Delete a campaign: its structures, results and files. Nothing brings them back.",
    footer = {
      "",
      "Examples:",
      "  lehr archive metals --out metals.db    keep it in a file first",
      "  lehr delete metals --yes               the campaign",
      "  lehr delete metals@1 --yes             a revision that --new has set aside"
    })
final class DeleteCommand implements Callable<Integer> {

  private final Backend backend;
  private final Terminal terminal;

  @Parameters(paramLabel = "NAME", description = "Campaign, or a revision of it, NAME@REVISION.")
  private String name = "";

  @Option(names = "--yes", description = "Do it.")
  private boolean yes;

  @Mixin private WorkspaceOption workspace = new WorkspaceOption();

  DeleteCommand(Backend backend, Terminal terminal) {
    this.backend = backend;
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws IOException {
    Logs.none();
    try (Ledger ledger = workspace.own(backend)) {
      CampaignRow campaign = workspace.campaign(ledger, name);
      refuseUnderWay(ledger, campaign);
      if (!yes) {
        throw new BadInputException(
            "nothing was deleted",
            List.of(
                "campaign "
                    + name
                    + " has "
                    + campaign.structures()
                    + " structures; say --yes to delete it with all results and files"));
      }
      terminal.say(delete(ledger, campaign, workspace.path()));
      return ExitCode.OK.code();
    }
  }

  /** Refuses a campaign that others may be working on. */
  static void refuseUnderWay(Ledger ledger, CampaignRow campaign) {
    if (ledger.housekeeping().isUnderWay(campaign)) {
      throw new BadInputException(
          "campaign " + campaign.name() + " cannot be deleted",
          List.of(
              "it is under way: found structures that are not done, expected a campaign that is"
                  + " done, paused or cancelled (lehr cancel "
                  + campaign.name()
                  + ")"));
    }
  }

  /** Deletes a campaign and its files in a workspace; says what went. */
  static String delete(Ledger ledger, CampaignRow campaign, Path workspace) throws IOException {
    List<Path> files = new WorkspaceFiles(workspace, ledger).of(campaign);
    long bytes = WorkspaceFiles.bytes(files);
    long before = ledger.sizeInBytes();
    Map<String, Long> gone = ledger.housekeeping().delete(campaign.id());
    WorkspaceFiles.delete(files);
    ledger.housekeeping().compact();
    return "deleted "
        + campaign.name()
        + "@"
        + campaign.revision()
        + ": "
        + gone.entrySet().stream()
            .filter(e -> List.of("structure", "result", "checkpoint").contains(e.getKey()))
            .map(e -> e.getValue() + " " + e.getKey() + "s")
            .collect(Collectors.joining(", "))
        + "; "
        + Bytes.shown(Math.max(0, before - ledger.sizeInBytes()))
        + " of the ledger, "
        + Bytes.shown(bytes)
        + " of files";
  }
}
