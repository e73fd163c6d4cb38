package dev.lehr.worker.cli;

import dev.lehr.worker.remote.Instruments;
import dev.lehr.worker.run.Backend;
import dev.lehr.worker.run.ProcessBackend;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;

/** Entry of the process. */
public final class Main {

  private Main() {}

  /** Runs a command and ends the process with its {@link ExitCode}. */
  public static void main(String[] args) {
    PrintWriter out =
        new PrintWriter(new OutputStreamWriter(System.out, StandardCharsets.UTF_8), false);
    PrintWriter err =
        new PrintWriter(new OutputStreamWriter(System.err, StandardCharsets.UTF_8), true);
    int code = run(new ProcessBackend(), Terminal.ofProcess(out, err), args);
    Instruments.close();
    out.flush();
    err.flush();
    System.exit(code);
  }

  /** Runs a command in this process. */
  static int run(Backend backend, Terminal terminal, String... args) {
    CommandLine line = new CommandLine(new LehrCommand());
    line.addSubcommand("run", new RunCommand(backend, terminal));
    line.addSubcommand("plan", new PlanCommand(backend, terminal));
    line.addSubcommand("worker", new WorkerCommand(backend, terminal));
    line.addSubcommand("submit", new SubmitCommand(backend, terminal));
    line.addSubcommand("setup", new SetupCommand(backend, terminal));
    line.addSubcommand("watch", new WatchCommand(backend, terminal));
    line.addSubcommand("schedule", ScheduleCommand.withSubcommands(backend, terminal));
    line.addSubcommand("recover", new RecoverCommand(backend, terminal));
    line.addSubcommand("add", new AddCommand(backend, terminal));
    line.addSubcommand("status", new StatusCommand(backend, terminal));
    line.addSubcommand("results", new ResultsCommand(backend, terminal));
    line.addSubcommand("trajectory", new TrajectoryCommand(backend, terminal));
    line.addSubcommand("report", new ReportCommand(backend, terminal));
    line.addSubcommand("cite", new CiteCommand(backend, terminal));
    line.addSubcommand("validate", new ValidateCommand(backend, terminal));
    line.addSubcommand("models", ModelsCommand.withSubcommands(backend, terminal));
    line.addSubcommand("restart", new RestartCommand(backend, terminal));
    for (IntentCommand intent : IntentCommand.all(backend, terminal)) {
      CommandLine sub = new CommandLine(intent);
      sub.getCommandSpec().usageMessage().description(intent.description());
      line.addSubcommand(intent.name(), sub);
    }
    line.addSubcommand("gc", new GcCommand(backend, terminal));
    line.addSubcommand("archive", new ArchiveCommand(backend, terminal));
    line.addSubcommand("delete", new DeleteCommand(backend, terminal));
    line.addSubcommand("merge", new MergeCommand(backend, terminal));
    line.addSubcommand("simulate", new SimulateCommand(backend, terminal));
    line.addSubcommand("codec", CodecCommand.withSubcommands(terminal));
    line.addSubcommand("schema", new SchemaCommand(terminal));
    line.addSubcommand("plugins", new PluginsCommand(terminal));
    line.addSubcommand("version", new VersionCommand(terminal));
    line.setOut(terminal.out());
    line.setErr(terminal.err());
    line.setColorScheme(
        CommandLine.Help.defaultColorScheme(terminal.colour() ? Ansi.ON : Ansi.OFF));
    line.setCaseInsensitiveEnumValuesAllowed(true);
    line.setUsageHelpWidth(100);
    line.setExecutionExceptionHandler((e, command, parsed) -> Failures.report(e, terminal).code());
    line.getCommandSpec().usageMessage().exitCodeListHeading("%nExit codes:%n");
    line.getCommandSpec()
        .usageMessage()
        .exitCodeList(
            Arrays.stream(ExitCode.values())
                .collect(
                    Collectors.toMap(
                        e -> Integer.toString(e.code()),
                        ExitCode::meaning,
                        (a, b) -> a,
                        java.util.LinkedHashMap::new)));
    try {
      return line.execute(args);
    } catch (OutOfMemoryError e) {
      terminal.warn(
          terminal.red("lehr: ")
              + "out of memory: Java has "
              + (Runtime.getRuntime().maxMemory() >> 20)
              + " MB; give it more, for example LEHR_JAVA_OPTS=-Xmx8g");
      return ExitCode.UNEXPECTED.code();
    }
  }
}
