package dev.lehr.worker.cli;

import dev.lehr.activities.campaign.CampaignSchema;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** Prints the schema of campaign files. */
@Command(
    name = "schema",
    description = {
      "Print the JSON Schema of campaign files.",
      "An editor with YAML support completes and checks a campaign file whose first line names it."
    },
    footer = {
      "",
      "Examples:",
      "  lehr schema > campaign.schema.json",
      "  # yaml-language-server: $schema=campaign.schema.json      (first line of campaign.yaml)"
    })
final class SchemaCommand implements Callable<Integer> {

  private final Terminal terminal;

  SchemaCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    terminal.say(CampaignSchema.text().stripTrailing());
    return ExitCode.OK.code();
  }
}
