package dev.lehr.worker.cli;

import dev.lehr.activities.ingest.Ingest;
import dev.lehr.worker.run.Backend;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Runs a campaign, or goes on with it. */
@Command(
    name = "run",
    description = {
      "Run a campaign, or go on with it where it was left.",
      "What is done is never computed again; half-relaxed structures continue from their checkpoint."
    },
    footer = {
      "",
      "Examples:",
      "  lehr run campaign.yaml                      run, or go on after Ctrl-C or a crash",
      "  lehr run campaign.yaml --workspace /data/w  keep the ledger elsewhere",
      "  lehr run campaign.yaml --new                start anew; the old run stays as NAME@1",
      "  lehr run huge.yaml urgent.yaml              both at once, by their priority",
      "  lehr run campaign.yaml --strict             refuse bad structures instead of setting them aside"
    })
final class RunCommand implements Callable<Integer> {

  private final Backend backend;
  private final Terminal terminal;

  @Parameters(
      paramLabel = "FILE",
      arity = "1..*",
      description = "Campaign files, YAML or JSON; several share the device.")
  private List<Path> files = List.of();

  @Option(names = "--new", description = "Start anew where the name is taken.")
  private boolean anew;

  @Mixin private RunOptions options = new RunOptions();

  RunCommand(Backend backend, Terminal terminal) {
    this.backend = backend;
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws Exception {
    Ingest.Mode mode = anew ? Ingest.Mode.REPLACE : Ingest.Mode.SAME_OR_REFUSE;
    return new CampaignRun(backend, terminal, options).run(files, mode).code();
  }
}
