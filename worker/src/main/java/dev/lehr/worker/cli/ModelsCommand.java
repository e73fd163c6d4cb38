package dev.lehr.worker.cli;

import dev.lehr.activities.ingest.BadInputException;
import dev.lehr.worker.run.Backend;
import dev.lehr.worker.run.ModelCard;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Lists the models, or says what there is to know of one. */
@Command(
    name = "models",
    description = "List the models, or say what there is to know of one.",
    footer = {
      "",
      "Examples:",
      "  lehr models",
      "  lehr models eam-zhou2004        (or: lehr models info eam-zhou2004)",
      "  lehr models verify my.pt"
    })
final class ModelsCommand implements Callable<Integer> {

  private final Backend backend;
  private final Terminal terminal;

  @Parameters(paramLabel = "NAME", arity = "0..1", description = "Model (default: all).")
  private @Nullable String name;

  ModelsCommand(Backend backend, Terminal terminal) {
    this.backend = backend;
    this.terminal = terminal;
  }

  /** Those of a kind of their own. */
  static CommandLine withSubcommands(Backend backend, Terminal terminal) {
    return new CommandLine(new ModelsCommand(backend, terminal))
        .addSubcommand("export", new ModelsExportCommand(terminal))
        .addSubcommand("verify", new ModelsVerifyCommand(backend, terminal));
  }

  @Command(name = "list", description = "List the models.")
  int list() {
    name = null;
    return call();
  }

  @Command(name = "info", description = "Say what there is to know of a model.")
  int info(@Parameters(paramLabel = "NAME", description = "Model.") String model) {
    name = model;
    return call();
  }

  @Override
  public Integer call() {
    Logs.none();
    List<ModelCard> all = backend.models();
    if (name == null) {
      all.forEach(m -> terminal.say(String.format("%-20s  %s", m.name(), m.summary())));
      return ExitCode.OK.code();
    }
    ModelCard card =
        all.stream()
            .filter(m -> m.name().equals(name))
            .findFirst()
            .orElseThrow(
                () ->
                    new BadInputException(
                        "no model '" + name + "'",
                        List.of("there are: " + all.stream().map(ModelCard::name).toList())));
    terminal.say(terminal.bold(card.name()) + ": " + card.summary());
    terminal.say(
        "elements: " + (card.elements().isEmpty() ? "any" : String.join(" ", card.elements())));
    terminal.say("settings:");
    card.settings().forEach(s -> terminal.say("  " + s));
    terminal.say("know before use:");
    card.notes().forEach(n -> terminal.say("  " + n));
    terminal.say("source: " + card.source());
    return ExitCode.OK.code();
  }
}
