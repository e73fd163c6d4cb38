package dev.lehr.worker.cli;

import dev.lehr.activities.ingest.Survey;
import dev.lehr.worker.run.Backend;
import dev.lehr.worker.run.CampaignFile;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Says all that is wrong with a campaign file and its structures; computes nothing. */
@Command(
    name = "validate",
    description = "Say all that is wrong with a campaign file and its structures; compute nothing.",
    footer = {"", "Examples:", "  lehr validate campaign.yaml"})
final class ValidateCommand implements Callable<Integer> {

  private final Backend backend;
  private final Terminal terminal;

  @Parameters(paramLabel = "FILE", description = "Campaign file, YAML or JSON.")
  private Path file = Path.of("");

  ValidateCommand(Backend backend, Terminal terminal) {
    this.backend = backend;
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    Logs.none();
    CampaignFile campaign = backend.read(file);
    Survey survey = Survey.of(campaign.intake());
    survey.problems().forEach(terminal::warn);
    survey.rejections().forEach(terminal::warn);
    survey.notes().forEach(note -> terminal.say("note: " + note));
    campaign.notes().forEach(note -> terminal.say("note: " + note));
    int bad = survey.problems().size() + survey.rejections().size();
    terminal.say(
        file
            + ": campaign "
            + campaign.intake().campaign().name()
            + ", "
            + survey.digests().size()
            + " structures, "
            + (bad == 0 ? "no problems" : bad + (bad == 1 ? " problem" : " problems")));
    return (bad == 0 ? ExitCode.OK : ExitCode.BAD_INPUT).code();
  }
}
