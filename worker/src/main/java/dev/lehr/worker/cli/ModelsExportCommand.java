package dev.lehr.worker.cli;

import dev.lehr.activities.djl.ModelCache;
import dev.lehr.activities.djl.Precision;
import dev.lehr.activities.ingest.BadInputException;
import dev.lehr.activities.models.Comparison;
import dev.lehr.activities.models.ExportRequest;
import dev.lehr.activities.models.ExportableModel;
import dev.lehr.activities.models.ExportedModel;
import dev.lehr.activities.models.ModelExporter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Exports a model from its Python package into the model cache. */
@Command(
    name = "export",
    description =
        "Export a model from its Python package, compare it with the package, and keep it for campaigns.",
    footer = {
      "",
      "Examples:",
      "  lehr models export sevennet-0",
      "  lehr models export chgnet --precision float64",
      "  lehr models export mace --file my.model --as my-mace",
      "",
      "Without a name: what can be exported. The cache is $LEHR_MODELS or ~/.cache/lehr/models."
    })
final class ModelsExportCommand implements Callable<Integer> {

  private static final String NAME = "[A-Za-z0-9][A-Za-z0-9._-]{0,99}";

  private final Terminal terminal;

  @Parameters(paramLabel = "NAME", arity = "0..1", description = "Model.")
  private @Nullable String name;

  @Option(
      names = "--precision",
      paramLabel = "PRECISION",
      defaultValue = "float32",
      description = "float32 or float64 (default: ${DEFAULT-VALUE}).")
  private String precision = "float32";

  @Option(names = "--file", paramLabel = "PATH", description = "Weights of your own.")
  private @Nullable Path file;

  @Option(
      names = "--as",
      paramLabel = "NAME",
      description = "The name for campaigns (default: the model's).")
  private @Nullable String as;

  @Option(
      names = "--python",
      paramLabel = "EXE",
      description = "Python, 3.10 to 3.13, to make the private environment with.")
  private @Nullable String python;

  ModelsExportCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    Logs.none();
    if (name == null) {
      ExportableModel.all()
          .forEach(m -> terminal.say(String.format("%-20s  %s", m.name(), m.summary())));
      return ExitCode.OK.code();
    }
    ExportRequest request = request(name);
    ExportedModel model = new ModelExporter(ModelCache.ofUser(), terminal::warn).export(request);
    terminal.say(
        String.format("%-20s%12s%14s%17s", "crystal", "eV/atom", "eV/angstrom", "eV/angstrom^3"));
    model.rows().forEach(row -> terminal.say(line(row)));
    terminal.say(line(model.tolerance()).replaceFirst("^ {7}", "allowed"));
    terminal.say("");
    terminal.say(terminal.bold(model.key()) + ": " + model.note());
    terminal.say("licence: " + model.licence() + "; cite: " + model.citation());
    terminal.say("file: " + model.file());
    terminal.say("In a campaign: model: {name: " + request.as() + "}");
    return ExitCode.OK.code();
  }

  private ExportRequest request(String model) {
    Precision wanted =
        Precision.of(precision)
            .orElseThrow(
                () -> wrong("--precision: found '" + precision + "', expected float32 or float64"));
    String called = as == null ? model : as;
    if (!called.matches(NAME)) {
      throw wrong(
          "--as: found '" + called + "', expected letters, digits, dots, dashes, underscores");
    }
    return new ExportRequest(
        ExportableModel.require(model),
        called,
        wanted,
        Optional.ofNullable(file),
        Optional.ofNullable(python));
  }

  private static BadInputException wrong(String what) {
    return new BadInputException("nothing was exported", List.of(what));
  }

  private static String line(Comparison row) {
    return String.format(
        Locale.ROOT,
        "%-20s%12.1e%14.1e%17.1e",
        row.crystal(),
        row.energy(),
        row.forces(),
        row.stress());
  }
}
