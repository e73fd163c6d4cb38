package dev.lehr.worker.cli;

import dev.lehr.activities.ingest.BadInputException;
import dev.lehr.activities.ingest.Ingest;
import dev.lehr.activities.ledger.Part;
import dev.lehr.worker.run.Backend;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
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
      "  lehr run campaign.yaml --part 2/3           the second of three parts, on its own machine",
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

  @Option(
      names = "--part",
      paramLabel = "I/N",
      description =
          "Take in only every N-th structure, from the I-th on, and run the stages that look at each"
              + " by itself; lehr merge puts the parts together.")
  private String part = "";

  @Mixin private RunOptions options = new RunOptions();

  RunCommand(Backend backend, Terminal terminal) {
    this.backend = backend;
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws Exception {
    Ingest.Mode mode = anew ? Ingest.Mode.REPLACE : Ingest.Mode.SAME_OR_REFUSE;
    return new CampaignRun(backend, terminal, options).run(files, mode, part()).code();
  }

  private Optional<Part> part() {
    if (part.isEmpty()) {
      return Optional.empty();
    }
    Optional<Part> read = Part.read(part);
    if (read.isEmpty()) {
      throw new BadInputException(
          "--part cannot be used",
          List.of("found '" + part + "', expected which of how many, such as 2/3"));
    }
    return read;
  }
}
