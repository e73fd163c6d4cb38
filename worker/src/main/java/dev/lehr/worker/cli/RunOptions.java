package dev.lehr.worker.cli;

import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Options of every command that runs a campaign. */
final class RunOptions {

  @Mixin WorkspaceOption workspace = new WorkspaceOption();

  @Option(names = "--strict", description = "Refuse the campaign if any structure is bad.")
  boolean strict;

  @Option(names = "--resume", description = "Go on even if the campaign is paused.")
  boolean resume;

  @Option(
      names = "--threads",
      paramLabel = "N",
      description = "Threads for models and optimizers (default: all processors).")
  int threads = Runtime.getRuntime().availableProcessors();

  @Option(
      names = "--temporal-port",
      paramLabel = "PORT",
      description = "Make the embedded Temporal server reachable on this port (default: none).")
  int temporalPort = -1;

  @Option(names = "--fail-on-failed", description = "Exit with 4 if a structure did not converge.")
  boolean failOnFailed;

  @Option(names = "--no-color", description = "No colours (as NO_COLOR).")
  boolean noColor;

  @Option(names = "--quiet", description = "No progress, no report; errors only.")
  boolean quiet;
}
