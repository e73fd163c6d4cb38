package dev.lehr.worker.cli;

import dev.lehr.activities.plugins.ModelKind;
import dev.lehr.activities.plugins.ModelKinds;
import dev.lehr.activities.plugins.Plugins;
import dev.lehr.activities.stages.StageKind;
import dev.lehr.activities.stages.StageKinds;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.function.Function;
import picocli.CommandLine.Command;

/** Lists the kinds of stages and models that are found, and where. */
@Command(
    name = "plugins",
    description = {
      "List the kinds of stages and models that are found, with the jar that each is in.",
      "Jars of yours are those that LEHR_PLUGINS names: a directory of jars, or jars with colons"
          + " between."
    },
    footer = {"", "Examples:", "  LEHR_PLUGINS=my.jar lehr plugins"})
final class PluginsCommand implements Callable<Integer> {

  private final Terminal terminal;

  PluginsCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    Logs.none();
    boolean sound = list("stage", StageKinds.found(), StageKind::summary);
    sound &= list("model", ModelKinds.found(), ModelKind::summary);
    return (sound ? ExitCode.OK : ExitCode.BAD_INPUT).code();
  }

  private <T> boolean list(String what, Plugins<T> plugins, Function<T, String> summary) {
    plugins
        .found()
        .forEach(
            (name, found) ->
                terminal.say(
                    String.format(
                        Locale.ROOT,
                        "%s  %-18s  %s  (%s)",
                        what,
                        name,
                        plugins.asked(name, () -> summary.apply(found.provider())),
                        found.origin())));
    plugins.problems().forEach(terminal::warn);
    return plugins.problems().isEmpty();
  }
}
