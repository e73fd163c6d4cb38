package dev.lehr.worker.cli;

import dev.lehr.activities.forecast.Forecast;
import dev.lehr.activities.forecast.ForecastJson;
import dev.lehr.activities.forecast.ForecastText;
import dev.lehr.worker.run.Backend;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Says what a campaign file will compute; computes nothing, and writes nothing. */
@Command(
    name = "plan",
    description = {
      "Show what a campaign file will compute: stages, counts, what is remembered, about how long.",
      "Computes and writes nothing; works while another process runs the workspace."
    },
    footer = {
      "",
      "Examples:",
      "  lehr plan campaign.yaml           before 'lehr run campaign.yaml'",
      "  lehr plan campaign.yaml --json    the same for programs"
    })
final class PlanCommand implements Callable<Integer> {

  private final Backend backend;
  private final Terminal terminal;

  @Parameters(paramLabel = "FILE", description = "Campaign file, YAML or JSON.")
  private Path file = Path.of("");

  @Mixin private WorkspaceOption workspace = new WorkspaceOption();

  @Option(names = "--json", description = "One JSON object on a line.")
  private boolean json;

  PlanCommand(Backend backend, Terminal terminal) {
    this.backend = backend;
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    Logs.none();
    Forecast forecast = workspace.forecast(backend, file);
    terminal.say(
        json ? ForecastJson.of(forecast).toString() : ForecastText.of(forecast).stripTrailing());
    return ExitCode.OK.code();
  }
}
