package dev.lehr.worker.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lehr.activities.ledger.CampaignRow;
import dev.lehr.activities.ledger.Ledger;
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
    try (Ledger ledger = backend.openForReading(workspace.path())) {
      List<CampaignRow> shown =
          Optional.ofNullable(name)
              .map(n -> List.of(workspace.campaign(ledger, n)))
              .orElseGet(ledger::campaigns);
      if (shown.isEmpty()) {
        terminal.say("No campaigns in " + workspace.path() + ".");
      }
      for (CampaignRow campaign : shown) {
        Counts counts = Counts.of(ledger, campaign);
        terminal.say(json ? json(campaign, counts) : text(campaign, counts));
      }
      return ExitCode.OK.code();
    }
  }

  private String text(CampaignRow c, Counts counts) {
    String state = counts.isDone() ? "done" : c.mode().name().toLowerCase(Locale.ROOT);
    return terminal.bold(c.current() ? c.name() : c.name() + "@" + c.revision())
        + ": "
        + c.structures()
        + " structures, "
        + state
        + (counts.isDone() ? "" : " since " + c.modeSince())
        + System.lineSeparator()
        + counts.table();
  }

  private static String json(CampaignRow c, Counts counts) throws IOException {
    ObjectMapper mapper = new ObjectMapper();
    ObjectNode node = mapper.createObjectNode();
    node.put("name", c.name());
    node.put("revision", c.revision());
    node.put("current", c.current());
    node.put("structures", c.structures());
    node.put("done", counts.isDone());
    node.put("mode", c.mode().name().toLowerCase(Locale.ROOT));
    node.put("mode_since", c.modeSince().toString());
    ObjectNode stages = node.putObject("stages");
    counts
        .progress()
        .stages()
        .forEach(
            s -> {
              ObjectNode stage = stages.putObject(s.stage());
              s.counts().forEach(stage::put);
            });
    return mapper.writeValueAsString(node);
  }
}
