package dev.lehr.worker.cli;

import dev.lehr.worker.run.Backend;
import dev.lehr.workflows.contract.Intent;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code lehr restart}: computes anew, as a new generation. */
@Command(
    name = "restart",
    description =
        "Compute a campaign anew, or a stage of it and all after it. Nothing that is done is"
            + " overwritten: it becomes an older generation.")
final class RestartCommand implements Callable<Integer> {

  private final Backend backend;
  private final Terminal terminal;

  @Parameters(paramLabel = "NAME", description = "Campaign.")
  private String name = "";

  @Option(names = "--from", paramLabel = "STAGE", description = "Keep what comes before it.")
  private String stage = "";

  @Mixin private WorkspaceOption workspace = new WorkspaceOption();

  @Mixin private TemporalOption temporal = new TemporalOption();

  RestartCommand(Backend backend, Terminal terminal) {
    this.backend = backend;
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws InterruptedException {
    return new IntentCarrier(backend, terminal, workspace, temporal)
        .carry(name, Intent.Kind.RESTART, stage);
  }
}
