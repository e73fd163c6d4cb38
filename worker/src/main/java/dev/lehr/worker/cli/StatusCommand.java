package dev.lehr.worker.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lehr.activities.ledger.CampaignRow;
import dev.lehr.activities.ledger.Ledger;
import dev.lehr.activities.ledger.SliceStats;
import dev.lehr.worker.run.Backend;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Says how far campaigns are; works while another process runs them. */
@Command(
    name = "status",
    description = "Show how far the campaigns of a workspace are, also while they run.",
    footer = {
      "",
      "Examples:",
      "  lehr status                 all campaigns",
      "  lehr status metals --json   one campaign, a JSON object"
    })
final class StatusCommand implements Callable<Integer> {

  private final Backend backend;
  private final Terminal terminal;

  @Parameters(paramLabel = "NAME", arity = "0..1", description = "Campaign (default: all).")
  private @Nullable String name;

  @Mixin private WorkspaceOption workspace = new WorkspaceOption();

  @Option(names = "--json", description = "One JSON object a line.")
  private boolean json;

  StatusCommand(Backend backend, Terminal terminal) {
    this.backend = backend;
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws IOException {
    Logs.none();
    try (Ledger ledger = workspace.read(backend)) {
      List<CampaignRow> shown =
          Optional.ofNullable(name)
              .map(n -> List.of(workspace.campaign(ledger, n)))
              .orElseGet(ledger::campaigns);
      if (shown.isEmpty()) {
        terminal.say("No campaigns in " + workspace.place() + ".");
      }
      for (CampaignRow campaign : shown) {
        Counts counts = Counts.of(ledger, campaign);
        SliceStats slices = ledger.sliceTotals(campaign.id());
        terminal.say(
            json
                ? json(ledger, campaign, counts, slices)
                : text(campaign, counts, slices, Counts.isDone(ledger, campaign)));
      }
      if (!json && !shown.isEmpty()) {
        long structures = ledger.campaigns().stream().mapToLong(CampaignRow::structures).sum();
        terminal.say(Bytes.ofLedger(ledger.sizeInBytes(), structures));
      }
      return ExitCode.OK.code();
    }
  }

  private String text(CampaignRow c, Counts counts, SliceStats slices, boolean done) {
    String state = done ? "done" : c.mode().name().toLowerCase(Locale.ROOT);
    return terminal.bold(c.current() ? c.name() : c.name() + "@" + c.revision())
        + ": "
        + c.structures()
        + " structures, "
        + c.part().map(p -> "part " + p + ", ").orElse("")
        + state
        + (done ? "" : " since " + c.modeSince())
        + System.lineSeparator()
        + counts.table()
        + device(slices);
  }

  /** What the device did for it; empty before anything was done. */
  private static String device(SliceStats s) {
    if (s.steps() == 0) {
      return "";
    }
    String waste = s.waste().shown();
    return System.lineSeparator()
        + String.format(
            Locale.ROOT,
            "%d steps, %.3g atom steps, device %.0f %% occupied%s%s",
            s.steps(),
            (double) s.atomSteps(),
            100 * s.occupancy(),
            waste.isEmpty() ? "" : " (" + waste + ")",
            s.evictions() == 0 ? "" : ", " + s.evictions() + " evictions");
  }

  private static String json(Ledger ledger, CampaignRow c, Counts counts, SliceStats slices)
      throws IOException {
    ObjectMapper mapper = new ObjectMapper();
    ObjectNode node = mapper.createObjectNode();
    node.put("name", c.name());
    node.put("revision", c.revision());
    node.put("current", c.current());
    node.put("structures", c.structures());
    c.part().ifPresent(part -> node.put("part", part.toString()));
    node.put("done", Counts.isDone(ledger, c));
    node.put("mode", c.mode().name().toLowerCase(Locale.ROOT));
    node.put("mode_since", c.modeSince().toString());
    node.put("ledger_bytes", ledger.sizeInBytes());
    ObjectNode stages = node.putObject("stages");
    counts
        .progress()
        .stages()
        .forEach(
            s -> {
              ObjectNode stage = stages.putObject(s.stage());
              s.counts().forEach(stage::put);
            });
    ObjectNode device = node.putObject("device");
    device.put("steps", slices.steps());
    device.put("atom_steps", slices.atomSteps());
    device.put("occupancy", slices.occupancy());
    device.put("evictions", slices.evictions());
    ObjectNode waste = device.putObject("waste_seconds");
    waste.put("busy", slices.waste().busy());
    waste.put("drain", slices.waste().drain());
    waste.put("head_of_line", slices.waste().headOfLine());
    waste.put("host", slices.waste().swap());
    waste.put("ledger", slices.waste().ledger());
    waste.put("load", slices.waste().load());
    return mapper.writeValueAsString(node);
  }
}
