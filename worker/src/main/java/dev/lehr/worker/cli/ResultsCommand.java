package dev.lehr.worker.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lehr.activities.ingest.BadInputException;
import dev.lehr.activities.ledger.CampaignRow;
import dev.lehr.activities.ledger.Ledger;
import dev.lehr.activities.reports.data.StageInfo;
import dev.lehr.activities.results.ResultExport;
import dev.lehr.activities.results.ResultFormat;
import dev.lehr.worker.run.Backend;
import dev.lehr.workflows.status.TaskStatus;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Prints and exports results; works while another process computes them. */
@Command(
    name = "results",
    description = {
      "Print or export the results of a stage, a structure at a time, in input order.",
      "Also while the campaign runs. Numbers of jsonl and csv parse back to the same bits."
    },
    footer = {
      "",
      "Examples:",
      "  lehr results metals",
      "  lehr results metals --stage relax --status failed,max_iterations",
      "  lehr results metals --format jsonl --arrays --output metals.jsonl",
      "  lehr results metals --format extxyz --output metals.extxyz",
      "  lehr results metals@1 --format csv         a run that was set aside by --new"
    })
final class ResultsCommand implements Callable<Integer> {

  private final Backend backend;
  private final Terminal terminal;

  @Parameters(paramLabel = "NAME", description = "Campaign; NAME@REVISION for one set aside.")
  private String name = "";

  @Mixin private WorkspaceOption workspace = new WorkspaceOption();

  @Option(
      names = "--stage",
      paramLabel = "ID",
      description = "Stage (default: the last that finds something).")
  private @Nullable String stage;

  @Option(
      names = "--format",
      defaultValue = "TABLE",
      paramLabel = "FORMAT",
      description = "table, jsonl, csv or extxyz (default: table).")
  private ResultFormat format = ResultFormat.TABLE;

  @Option(names = "--arrays", description = "With jsonl: positions, cell, forces and the like too.")
  private boolean arrays;

  @Option(
      names = "--status",
      split = ",",
      paramLabel = "STATUS",
      description = "Only these: converged, max_iterations, failed, rejected, skipped, ...")
  private List<String> statuses = List.of();

  @Option(names = "--output", paramLabel = "FILE", description = "Write to a file.")
  private @Nullable Path output;

  ResultsCommand(Backend backend, Terminal terminal) {
    this.backend = backend;
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws IOException {
    Logs.none();
    ResultExport export = new ResultExport(format, arrays, statuses());
    try (Ledger ledger = workspace.read(backend)) {
      CampaignRow campaign = workspace.campaign(ledger, name);
      int index = stageIndex(campaign);
      if (output == null) {
        export.write(ledger, campaign.id(), index, terminal.out());
        terminal.out().flush();
      } else {
        writeWhole(export, ledger, campaign, index, output);
      }
    }
    return ExitCode.OK.code();
  }

  /** The file appears when it is complete. */
  private static void writeWhole(
      ResultExport export, Ledger ledger, CampaignRow campaign, int index, Path target)
      throws IOException {
    Path part = target.resolveSibling(target.getFileName() + ".part");
    try (Writer writer = Files.newBufferedWriter(part)) {
      export.write(ledger, campaign.id(), index, writer);
    }
    Files.move(part, target, StandardCopyOption.REPLACE_EXISTING);
  }

  /** The last stage that does more than write files. */
  private static int lastWithResults(CampaignRow campaign) {
    JsonNode stages = StageInfo.definition(campaign).path("stages");
    int last = campaign.stages().size() - 1;
    while (last > 0
        && Set.of("export", "report").contains(stages.path(last).path("kind").asText())) {
      last--;
    }
    return last;
  }

  private int stageIndex(CampaignRow campaign) {
    if (stage == null) {
      return lastWithResults(campaign);
    }
    int index = campaign.stages().indexOf(stage);
    if (index < 0) {
      throw new BadInputException(
          "no stage '" + stage + "' in campaign " + campaign.name(),
          List.of("there are: " + String.join(", ", campaign.stages())));
    }
    return index;
  }

  private Set<TaskStatus> statuses() {
    Set<TaskStatus> wanted = EnumSet.noneOf(TaskStatus.class);
    for (String status : statuses) {
      try {
        wanted.add(TaskStatus.ofKey(status));
      } catch (IllegalArgumentException e) {
        throw new BadInputException("--status", List.of(String.valueOf(e.getMessage())));
      }
    }
    return wanted;
  }
}
