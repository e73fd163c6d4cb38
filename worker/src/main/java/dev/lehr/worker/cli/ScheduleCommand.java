package dev.lehr.worker.cli;

import dev.lehr.activities.campaign.CampaignDefinition;
import dev.lehr.activities.ingest.BadInputException;
import dev.lehr.worker.remote.TemporalAddress;
import dev.lehr.worker.run.Backend;
import dev.lehr.worker.run.Schedules;
import java.nio.file.Path;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.function.Function;
import picocli.CommandLine;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code lehr schedule}: campaigns that look for new structures now and then. */
@Command(
    name = "schedule",
    description =
        "Campaigns over folders that grow: a schedule of the Temporal server adds what is new, now and"
            + " then.",
    synopsisSubcommandLabel = "COMMAND")
final class ScheduleCommand implements Runnable {

  @CommandLine.Spec
  private CommandLine.Model.CommandSpec spec = CommandLine.Model.CommandSpec.create();

  private ScheduleCommand() {}

  static CommandLine withSubcommands(Backend backend, Terminal terminal) {
    return new CommandLine(new ScheduleCommand())
        .addSubcommand("create", new Create(backend, terminal))
        .addSubcommand("list", new ListAll(terminal))
        .addSubcommand("delete", new Delete(terminal));
  }

  @Override
  public void run() {
    throw new CommandLine.ParameterException(spec.commandLine(), "Missing command");
  }

  private static int with(
      TemporalOption temporal, Function<Schedules, String> work, Terminal terminal) {
    TemporalAddress.Connection connection = temporal.address().connect();
    try {
      terminal.say(work.apply(new Schedules(connection.client())));
      return ExitCode.OK.code();
    } finally {
      connection.stubs().shutdown();
    }
  }

  /** {@code lehr schedule create}. */
  @Command(
      name = "create",
      description = {
        "Have the server take a campaign in, and later add the structures that its folders have by then,"
            + " at given times. Relative paths in it are looked for below the workers' --root.",
        "A schedule that is there for the campaign is replaced. Missed times, and times before now, are"
            + " caught up on with 'temporal schedule backfill'."
      },
      footer = {
        "",
        "Examples:",
        "  lehr schedule create inbox.yaml --every 1h",
        "  lehr schedule create inbox.yaml --cron '0 3 * * *'"
      })
  static final class Create implements Callable<Integer> {
    private final Backend backend;
    private final Terminal terminal;

    @Parameters(paramLabel = "FILE", description = "Campaign file, YAML or JSON.")
    private Path file = Path.of("");

    @ArgGroup(multiplicity = "1")
    private Times times = new Times();

    /** One of the two. */
    static final class Times {
      @Option(
          names = "--every",
          paramLabel = "TIME",
          description = "Time between looks, such as 10m, 1h or 1d.")
      String every = "";

      @Option(names = "--cron", paramLabel = "EXPR", description = "Cron expression, UTC.")
      String cron = "";
    }

    @Mixin private TemporalOption temporal = new TemporalOption();

    Create(Backend backend, Terminal terminal) {
      this.backend = backend;
      this.terminal = terminal;
    }

    @Override
    public Integer call() {
      Logs.none();
      CampaignDefinition campaign = backend.parse(file);
      Schedules.When when =
          times.every.isEmpty()
              ? new Schedules.When.Cron(times.cron)
              : new Schedules.When.Every(duration(times.every));
      return with(temporal, schedules -> schedules.create(campaign, when), terminal);
    }

    private static Duration duration(String text) {
      String iso = text.strip().toUpperCase(Locale.ROOT);
      try {
        Duration d = Duration.parse(iso.endsWith("D") ? "P" + iso : "PT" + iso);
        if (d.compareTo(Duration.ofSeconds(10)) >= 0) {
          return d;
        }
      } catch (DateTimeParseException e) {
        // said below
      }
      throw new BadInputException(
          "the schedule cannot be used",
          List.of(
              "--every: found '"
                  + text
                  + "', expected a time such as 10m, 1h or 1d, at least 10s"));
    }
  }

  /** {@code lehr schedule list}. */
  @Command(name = "list", description = "List the schedules of campaigns.")
  static final class ListAll implements Callable<Integer> {
    private final Terminal terminal;

    @Mixin private TemporalOption temporal = new TemporalOption();

    ListAll(Terminal terminal) {
      this.terminal = terminal;
    }

    @Override
    public Integer call() {
      Logs.none();
      return with(temporal, Schedules::list, terminal);
    }
  }

  /** {@code lehr schedule delete}. */
  @Command(
      name = "delete",
      description = "Delete the schedule of a campaign; the campaign itself stays.")
  static final class Delete implements Callable<Integer> {
    private final Terminal terminal;

    @Parameters(paramLabel = "NAME", description = "Campaign.")
    private String name = "";

    @Mixin private TemporalOption temporal = new TemporalOption();

    Delete(Terminal terminal) {
      this.terminal = terminal;
    }

    @Override
    public Integer call() {
      Logs.none();
      return with(temporal, schedules -> schedules.delete(name), terminal);
    }
  }
}
