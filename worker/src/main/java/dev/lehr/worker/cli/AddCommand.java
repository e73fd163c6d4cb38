package dev.lehr.worker.cli;

import dev.lehr.activities.ingest.Ingest;
import dev.lehr.worker.run.Backend;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Adds the structures that a campaign does not have yet. */
@Command(
    name = "add",
    description = {
      "Add the structures that the file has now and the campaign has not (by id), and run them.",
      "The recipe and the structures that are there must be the same."
    },
    footer = {"", "Examples:", "  lehr add campaign.yaml"})
final class AddCommand implements Callable<Integer> {

  private final Backend backend;
  private final Terminal terminal;

  @Parameters(paramLabel = "FILE", description = "Campaign file, YAML or JSON.")
  private Path file = Path.of("");

  @Mixin private RunOptions options = new RunOptions();

  AddCommand(Backend backend, Terminal terminal) {
    this.backend = backend;
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws Exception {
    return new CampaignRun(backend, terminal, options).run(List.of(file), Ingest.Mode.ADD).code();
  }
}
