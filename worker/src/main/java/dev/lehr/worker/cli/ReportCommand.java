package dev.lehr.worker.cli;

import dev.lehr.activities.ingest.BadInputException;
import dev.lehr.activities.ledger.CampaignRow;
import dev.lehr.activities.ledger.Ledger;
import dev.lehr.activities.reports.html.AboutModel;
import dev.lehr.activities.reports.html.ReportFiles;
import dev.lehr.worker.run.Backend;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Writes a campaign's report as files; works while another process computes. */
@Command(
    name = "report",
    description = {
      "Write a report: report.html, one file that opens without a network, and beside it",
      "results.jsonl and results.csv, a line for each structure, and references.bib.",
      "Also while the campaign runs."
    },
    footer = {"", "Examples:", "  lehr report metals", "  lehr report metals --output /tmp/metals"})
final class ReportCommand implements Callable<Integer> {

  private final Backend backend;
  private final Terminal terminal;

  @Parameters(paramLabel = "NAME", description = "Campaign; NAME@REVISION for one set aside.")
  private String name = "";

  @Mixin private WorkspaceOption workspace = new WorkspaceOption();

  @Option(
      names = "--output",
      paramLabel = "DIR",
      description = "Directory for the files (default: reports/NAME in the workspace).")
  private @Nullable Path output;

  ReportCommand(Backend backend, Terminal terminal) {
    this.backend = backend;
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    Logs.none();
    try (Ledger ledger = workspace.read(backend)) {
      CampaignRow campaign = workspace.campaign(ledger, name);
      Path directory = output == null ? workspace.path().resolve("reports").resolve(name) : output;
      AboutModel model = ModelNotes.of(campaign, backend.models());
      ReportFiles files =
          new ReportFiles(model, VersionCommand.version(), StageCitations.of(campaign));
      Path page = written(files, ledger, campaign, directory);
      terminal.say("Report: " + page);
      terminal.say("beside it: results.jsonl, results.csv, references.bib");
    }
    return ExitCode.OK.code();
  }

  private static Path written(
      ReportFiles files, Ledger ledger, CampaignRow campaign, Path directory) {
    try {
      return files.write(ledger, campaign, directory);
    } catch (IOException e) {
      String why =
          Files.exists(directory) && !Files.isDirectory(directory)
              ? "found a file, expected a directory"
              : e.getClass().getSimpleName() + ": " + e.getMessage();
      throw new BadInputException(
          "the report cannot be written", List.of("--output " + directory + ": " + why));
    }
  }
}
