package dev.lehr.worker.cli;

import dev.lehr.activities.ledger.CampaignRow;
import dev.lehr.activities.ledger.Ledger;
import dev.lehr.worker.run.Backend;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code lehr watch}: shows how campaigns go, until they have ended. */
@Command(
    name = "watch",
    description = {
      "Show how campaigns go, a line for each, until all have ended or Ctrl-C. They are read from the"
          + " ledger, wherever they run.",
      "On a terminal the lines are rewritten; otherwise a line is written when one changes."
    },
    footer = {
      "",
      "Examples:",
      "  lehr watch                    all that have not ended",
      "  lehr watch metals oxides      these two"
    })
final class WatchCommand implements Callable<Integer> {

  private final Backend backend;
  private final Terminal terminal;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(
      paramLabel = "NAME",
      arity = "0..*",
      description = "Campaigns (default: those that have not ended).")
  private List<String> names = new ArrayList<>();

  @Mixin private WorkspaceOption workspace = new WorkspaceOption();

  @Option(
      names = "--interval",
      paramLabel = "SECONDS",
      defaultValue = "2",
      description = "Time between looks (default: ${DEFAULT-VALUE}).")
  private double interval = 2;

  WatchCommand(Backend backend, Terminal terminal) {
    this.backend = backend;
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws InterruptedException {
    if (!(interval >= 0.1 && interval <= 3600)) {
      throw new ParameterException(
          spec.commandLine(), "--interval: found " + interval + ", expected seconds, 0.1 to 3600");
    }
    Logs.none();
    try (Ledger ledger = workspace.read(backend)) {
      Map<Long, CampaignLine> lines = new LinkedHashMap<>();
      for (CampaignRow campaign : chosen(ledger)) {
        lines.put(campaign.id(), new CampaignLine());
      }
      if (lines.isEmpty()) {
        terminal.say("No campaigns that have not ended in " + workspace.place() + ".");
      }
      follow(ledger, lines);
    }
    return ExitCode.OK.code();
  }

  private List<CampaignRow> chosen(Ledger ledger) {
    if (!names.isEmpty()) {
      return names.stream().map(n -> workspace.campaign(ledger, n)).toList();
    }
    return ledger.campaigns().stream()
        .filter(CampaignRow::current)
        .filter(c -> !Counts.isDone(ledger, c))
        .toList();
  }

  private void follow(Ledger ledger, Map<Long, CampaignLine> lines) throws InterruptedException {
    boolean first = true;
    boolean open = !lines.isEmpty();
    while (open) {
      open = false;
      List<String> texts = new ArrayList<>();
      for (Map.Entry<Long, CampaignLine> line : lines.entrySet()) {
        CampaignRow row = ledger.campaign(line.getKey()).orElseThrow();
        Counts counts = Counts.of(ledger, row);
        boolean ended = Counts.isDone(ledger, row);
        boolean changed = line.getValue().look(row, counts, ended, ledger.sliceTotals(row.id()));
        open |= !ended;
        if (terminal.live() || changed || first) {
          texts.add(line.getValue().text());
        }
      }
      show(texts, first);
      first = false;
      if (open) {
        Thread.sleep((long) (interval * 1000));
      }
    }
  }

  private void show(List<String> texts, boolean first) {
    if (terminal.live() && !first) {
      // Back to the first of the lines that were written last.
      terminal.out().print("\u001b[" + texts.size() + "A");
    }
    String eraseRest = terminal.live() ? "\u001b[K" : "";
    texts.forEach(text -> terminal.say(text + eraseRest));
  }
}
