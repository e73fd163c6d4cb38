package dev.lehr.worker.cli;

import dev.lehr.activities.campaign.Blueprint;
import dev.lehr.activities.ingest.BadInputException;
import dev.lehr.activities.ledger.CampaignRow;
import dev.lehr.activities.ledger.Ledger;
import dev.lehr.activities.trajectory.TrajectoryExport;
import dev.lehr.worker.run.Backend;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Writes the frames that a campaign kept; works while another process computes them. */
@Command(
    name = "trajectory",
    description = {
      "Write the frames of stages that have a 'trajectory', such as 'trajectory: every 10',",
      "as extended XYZ, by structure, stage and step, also those that are kept as binary.",
      "Also while the campaign runs: then up to each structure's last checkpoint."
    },
    footer = {
      "",
      "Examples:",
      "  lehr trajectory metals --output metals.extxyz",
      "  lehr trajectory metals --stage relax --structure Cu-A1-v1-r0 --output one.extxyz"
    })
final class TrajectoryCommand implements Callable<Integer> {

  private final Backend backend;
  private final Terminal terminal;

  @Parameters(paramLabel = "NAME", description = "Campaign; NAME@REVISION for one set aside.")
  private String name = "";

  @Mixin private WorkspaceOption workspace = new WorkspaceOption();

  @Option(
      names = "--stage",
      paramLabel = "ID",
      description = "Stage (default: all that keep frames).")
  private @Nullable String stage;

  @Option(
      names = "--structure",
      paramLabel = "ID",
      description = "Only this structure (default: all).")
  private @Nullable String structure;

  @Option(
      names = "--output",
      paramLabel = "FILE",
      description = "Write to a file (default: standard output).")
  private @Nullable Path output;

  TrajectoryCommand(Backend backend, Terminal terminal) {
    this.backend = backend;
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws IOException {
    Logs.none();
    try (Ledger ledger = workspace.read(backend)) {
      CampaignRow campaign = workspace.campaign(ledger, name);
      List<Integer> stages = stages(campaign);
      OptionalLong index = structureIndex(ledger, campaign, stages.get(0));
      TrajectoryExport export = new TrajectoryExport(workspace.path(), ledger);
      if (output == null) {
        export.write(campaign, stages, index, terminal.out());
        terminal.out().flush();
      } else {
        writeWhole(export, campaign, stages, index, output);
      }
    }
    return ExitCode.OK.code();
  }

  /** The file appears when it is complete. */
  private void writeWhole(
      TrajectoryExport export,
      CampaignRow campaign,
      List<Integer> stages,
      OptionalLong index,
      Path target)
      throws IOException {
    Path part = target.resolveSibling(target.getFileName() + ".part");
    long frames;
    try (Writer writer = Files.newBufferedWriter(part)) {
      frames = export.write(campaign, stages, index, writer);
    }
    Files.move(part, target, StandardCopyOption.REPLACE_EXISTING);
    terminal.warn(frames + " frames in " + target);
  }

  private List<Integer> stages(CampaignRow campaign) {
    List<Integer> kept = Blueprint.of(campaign).stagesWithFrames();
    List<String> names = kept.stream().map(campaign.stages()::get).toList();
    if (kept.isEmpty()) {
      throw new BadInputException(
          "campaign " + campaign.name() + " keeps no frames",
          List.of("found no stage with a trajectory, expected 'trajectory: every 10' or 'ends'"));
    }
    if (stage == null) {
      return kept;
    }
    if (!names.contains(stage)) {
      throw new BadInputException(
          "no frames of a stage '" + stage + "' in campaign " + campaign.name(),
          List.of("there are some of: " + String.join(", ", names)));
    }
    return List.of(campaign.stages().indexOf(stage));
  }

  private OptionalLong structureIndex(Ledger ledger, CampaignRow campaign, int anyStage) {
    if (structure == null) {
      return OptionalLong.empty();
    }
    long[] found = {-1};
    ledger.forEachResult(
        campaign.id(),
        anyStage,
        Set.of(),
        false,
        row -> found[0] = row.id().equals(structure) ? row.structure() : found[0]);
    if (found[0] < 0) {
      throw new BadInputException(
          "no structure '" + structure + "' in campaign " + campaign.name(),
          List.of("'lehr results " + campaign.name() + "' lists them"));
    }
    return OptionalLong.of(found[0]);
  }
}
