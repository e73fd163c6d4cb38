package dev.lehr.worker.cli;

import dev.lehr.activities.ingest.BadInputException;
import dev.lehr.activities.ledger.CampaignRow;
import dev.lehr.activities.ledger.Ledger;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Option;

/** The directory that holds the ledger of all campaigns run there. */
final class WorkspaceOption {

  @Option(
      names = "--workspace",
      paramLabel = "DIR",
      defaultValue = "lehr-workspace",
      description = "Directory of the ledger (default: ./${DEFAULT-VALUE}).")
  private Path workspace = Path.of("lehr-workspace");

  Path path() {
    return workspace.toAbsolutePath().normalize();
  }

  /** A campaign by the name that a user typed. */
  CampaignRow campaign(Ledger ledger, String name) {
    return ledger
        .findCampaign(name)
        .orElseThrow(
            () ->
                new BadInputException(
                    "no campaign '" + name + "' in " + path(),
                    List.of(
                        "there are: "
                            + ledger.campaigns().stream()
                                .map(CampaignRow::name)
                                .distinct()
                                .toList())));
  }
}
