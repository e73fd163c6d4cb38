package dev.lehr.worker.cli;

import dev.lehr.activities.djl.Precision;
import dev.lehr.activities.djl.TorchDevice;
import dev.lehr.activities.ingest.BadInputException;
import dev.lehr.simulation.verification.Check;
import dev.lehr.worker.run.Backend;
import dev.lehr.worker.run.Verification;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Checks a TorchScript model against what every model must do. */
@Command(
    name = "verify",
    description = {
      "Check a TorchScript model: forces and stress against finite differences, a system alone against"
          + " one in a batch, moves, turns, other orders of atoms, larger cells, isolated atoms and"
          + " every element.",
      "Answers 7 if a check fails."
    },
    footer = {
      "",
      "Examples:",
      "  lehr models verify my.pt",
      "  lehr models verify sevennet-0 --device cuda"
    })
final class ModelsVerifyCommand implements Callable<Integer> {

  private final Backend backend;
  private final Terminal terminal;

  @Parameters(paramLabel = "FILE|NAME", description = "A file, or the name of an exported model.")
  private String what = "";

  @Option(
      names = "--device",
      paramLabel = "DEVICE",
      description = "auto, cpu, cuda or cuda:N (default: auto).")
  private String device = TorchDevice.AUTO;

  @Option(
      names = "--precision",
      paramLabel = "P",
      description = "float32 or float64, of a name that is there in both.")
  private String precision = "";

  @Option(
      names = "--threads",
      paramLabel = "N",
      description = "Threads on the CPU (default: all processors).")
  private int threads = Runtime.getRuntime().availableProcessors();

  @Option(
      names = "--input",
      paramLabel = "KEY=VALUE",
      description = "What the model takes besides the geometry, such as charge=0.")
  private Map<String, String> inputs = Map.of();

  ModelsVerifyCommand(Backend backend, Terminal terminal) {
    this.backend = backend;
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    Logs.none();
    Optional<Precision> wanted = Precision.of(precision);
    if (wanted.isEmpty() && !precision.isEmpty()) {
      String expected = "--precision: found '" + precision + "', expected float32 or float64";
      throw new BadInputException("the model cannot be looked up", List.of(expected));
    }
    boolean passed =
        backend.verify(
            new Verification(what, wanted, device, inputs, threads),
            about -> terminal.say(terminal.bold(about)),
            this::say);
    terminal.say(passed ? "Every check passed." : terminal.red("This model must not be used."));
    return (passed ? ExitCode.OK : ExitCode.NOT_VERIFIED).code();
  }

  private void say(Check check) {
    String verdict = check.passed() ? "ok  " : terminal.red("FAIL");
    terminal.say(
        String.format(
            Locale.ROOT,
            "%s  %-34s %8.1e of %7.1e %-13s  %s",
            verdict,
            check.name(),
            check.found(),
            check.allowed(),
            check.unit(),
            check.where()));
  }
}
