package dev.lehr.worker.cli;

import dev.lehr.activities.forecast.Forecast;
import dev.lehr.activities.ingest.BadInputException;
import dev.lehr.activities.ledger.CampaignRow;
import dev.lehr.activities.ledger.Ledger;
import dev.lehr.activities.ledger.LedgerException;
import dev.lehr.activities.ledger.PostgresAddress;
import dev.lehr.worker.run.Backend;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;

/** The directory that holds the ledger of all campaigns run there. */
final class WorkspaceOption {

  @Option(
      names = "--workspace",
      paramLabel = "DIR",
      defaultValue = "lehr-workspace",
      description = "Directory of the ledger (default: ./${DEFAULT-VALUE}).")
  private Path workspace = Path.of("lehr-workspace");

  @Option(
      names = "--ledger",
      paramLabel = "URL",
      defaultValue = "${env:LEHR_LEDGER:-}",
      description =
          "Ledger in PostgreSQL, jdbc:postgresql://HOST:PORT/DATABASE; user and password from"
              + " LEHR_LEDGER_USER and LEHR_LEDGER_PASSWORD, or a password file (default: LEHR_LEDGER,"
              + " else a file in the workspace).")
  private String ledger = "";

  /** The ledger, with the workspace, for this process alone. */
  Ledger own(Backend backend) {
    return backend.own(path(), address());
  }

  /** The ledger for reading. */
  Ledger read(Backend backend) {
    return backend.openForReading(path(), address());
  }

  /** Whether the ledger is a file in the workspace, which one process owns. */
  boolean isFile() {
    return ledger.isEmpty();
  }

  /** What a campaign file would compute here. */
  Forecast forecast(Backend backend, Path file) {
    return backend.forecast(file, path(), address());
  }

  /** A workspace that is a file is an archive, which is a ledger of its own. */
  private Optional<PostgresAddress> address() {
    if (Files.isRegularFile(path())) {
      return Optional.empty();
    }
    try {
      return ledger.isEmpty()
          ? Optional.empty()
          : Optional.of(PostgresAddress.of(ledger, System.getenv()));
    } catch (LedgerException e) {
      throw new BadInputException("--ledger cannot be used", List.of(e.getMessage()));
    }
  }

  /** Where the campaigns are, for people. */
  String place() {
    return address().map(PostgresAddress::toString).orElse(path().toString());
  }

  /** What to type for the same place again; empty where it is the usual one. */
  String argument() {
    boolean usual = path().equals(Path.of("lehr-workspace").toAbsolutePath().normalize());
    boolean fromEnvironment = ledger.equals(System.getenv().getOrDefault("LEHR_LEDGER", ""));
    return (usual ? "" : " --workspace " + path())
        + (fromEnvironment ? "" : " --ledger '" + ledger + "'");
  }

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
                    "no campaign '" + name + "' in " + place(),
                    List.of(
                        "there are: "
                            + ledger.campaigns().stream()
                                .map(CampaignRow::name)
                                .distinct()
                                .toList())));
  }
}
