package dev.lehr.worker.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command without a subcommand. */
@Command(
    name = "lehr",
    description = "Durable, in-flight-batched materials campaigns.",
    synopsisSubcommandLabel = "COMMAND",
    footer = {
      "",
      "Examples:",
      "  lehr run examples/metals/campaign.yaml     run a campaign, or go on with it",
      "  lehr status                                what is in the workspace",
      "  lehr results metals --format csv           its results",
      "  lehr COMMAND --help                        more on a command"
    })
final class LehrCommand implements Runnable {

  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--help",
      usageHelp = true,
      scope = picocli.CommandLine.ScopeType.INHERIT,
      description = "Show this help.")
  private boolean unusedHelp;

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "Missing command");
  }
}
