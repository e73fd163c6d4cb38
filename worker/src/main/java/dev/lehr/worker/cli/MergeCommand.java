package dev.lehr.worker.cli;

import dev.lehr.activities.ingest.BadInputException;
import dev.lehr.activities.ledger.CampaignRow;
import dev.lehr.activities.ledger.Housekeeping;
import dev.lehr.activities.ledger.Ledger;
import dev.lehr.worker.run.Backend;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code lehr merge}: puts the parts of campaigns together. */
@Command(
    name = "merge",
    description = {
      "Put the parts of a campaign (lehr run --part) together in one ledger, as if it had been run"
          + " there in one.",
      "Trajectories and directories of commands stay in the workspaces of the parts."
    },
    footer = {
      "",
      "Examples:",
      "  lehr merge part1 part2 part3 --workspace all    all parts, each once, in any order",
      "  lehr run campaign.yaml --workspace all          then what looks at all structures together"
    })
final class MergeCommand implements Callable<Integer> {

  private final Backend backend;
  private final Terminal terminal;

  @Parameters(
      paramLabel = "PART_WORKSPACE",
      arity = "1..*",
      description = "Workspaces of the parts, or archives of them.")
  private List<Path> parts = List.of();

  @Mixin private WorkspaceOption workspace = new WorkspaceOption();

  MergeCommand(Backend backend, Terminal terminal) {
    this.backend = backend;
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    Logs.none();
    List<Ledger> open = new ArrayList<>();
    try {
      Map<String, List<Housekeeping.PartOf>> byName = new LinkedHashMap<>();
      for (Path path : parts) {
        Ledger ledger = backend.openForReading(path.toAbsolutePath().normalize());
        open.add(ledger);
        for (CampaignRow campaign : ledger.campaigns()) {
          if (campaign.current() && campaign.part().isPresent()) {
            byName
                .computeIfAbsent(campaign.name(), n -> new ArrayList<>())
                .add(new Housekeeping.PartOf(ledger, campaign, path.toString()));
          }
        }
      }
      refuse(byName);
      try (Ledger target = workspace.own(backend)) {
        for (List<Housekeeping.PartOf> some : byName.values()) {
          merge(target, some);
        }
      }
      return ExitCode.OK.code();
    } finally {
      open.forEach(Ledger::close);
    }
  }

  private void refuse(Map<String, List<Housekeeping.PartOf>> byName) {
    List<String> problems = new ArrayList<>();
    if (byName.isEmpty()) {
      problems.add(parts + ": found no part of a campaign, expected what lehr run --part makes");
    }
    byName.forEach(
        (name, some) ->
            Housekeeping.mergeProblems(some).forEach(p -> problems.add(name + ": " + p)));
    if (!problems.isEmpty()) {
      throw new BadInputException("the parts cannot be merged", problems);
    }
  }

  private void merge(Ledger target, List<Housekeeping.PartOf> some) {
    try {
      CampaignRow all = target.housekeeping().merge(some);
      terminal.say(
          "merged "
              + some.size()
              + " parts of "
              + all.name()
              + ": "
              + all.structures()
              + " structures in "
              + workspace.place());
    } catch (IllegalStateException | IllegalArgumentException e) {
      throw new BadInputException(
          "the parts cannot be merged", List.of(String.valueOf(e.getMessage())));
    }
  }
}
