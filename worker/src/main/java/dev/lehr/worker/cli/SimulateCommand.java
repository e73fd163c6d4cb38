package dev.lehr.worker.cli;

import dev.lehr.activities.ingest.BadInputException;
import dev.lehr.activities.ledger.Ledger;
import dev.lehr.simulation.schedule.Packing;
import dev.lehr.simulation.simulator.Fault;
import dev.lehr.simulation.simulator.Population;
import dev.lehr.simulation.simulator.SimulationReport;
import dev.lehr.simulation.simulator.Simulator;
import dev.lehr.simulation.simulator.SimulatorSettings;
import dev.lehr.simulation.simulator.SizeDistribution;
import dev.lehr.worker.run.Backend;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Runs simulated clusters with faults, and says what they went through. */
@Command(
    name = "simulate",
    description = {
      "Run campaigns on simulated clusters where things go wrong, and check after every event that"
          + " nothing is lost, mixed up or done twice.",
      "No model and no file is used; a seed always gives the same run."
    },
    footer = {
      "",
      "Examples:",
      "  lehr simulate                                1,000 scenarios, both packings side by side",
      "  lehr simulate --seed 42 --policy fifo --trace   one scenario, event by event",
      "  lehr simulate --faults none --sizes heavy-tailed --structures 300 --seeds 20",
      "  lehr simulate --campaign metals              sizes and steps as that campaign had them"
    })
final class SimulateCommand implements Callable<Integer> {

  /** Where sizes come from. */
  enum Sizes {
    SMALL,
    MEDIUM,
    HEAVY_TAILED;

    @Override
    public String toString() {
      return name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
    }
  }

  /** Seeds that are shown; the rest is counted. */
  private static final int MOST_SHOWN = 10;

  private final Backend backend;
  private final Terminal terminal;

  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private WorkspaceOption workspace = new WorkspaceOption();

  @Option(
      names = "--seeds",
      paramLabel = "N",
      defaultValue = "1000",
      description = "Number of scenarios, from seed 0 on (default: ${DEFAULT-VALUE}).")
  private int seeds;

  @Option(names = "--seed", paramLabel = "N", description = "Only this scenario.")
  private @Nullable Long seed;

  @Option(names = "--trace", description = "With --seed: what happens, event by event.")
  private boolean trace;

  @Option(
      names = "--structures",
      paramLabel = "N",
      defaultValue = "0",
      description = "Structures of a campaign (default: 8 to 40, drawn).")
  private int structures;

  @Option(
      names = "--sizes",
      paramLabel = "KIND",
      defaultValue = "small",
      description = "small, medium or heavy-tailed (default: ${DEFAULT-VALUE}).")
  private Sizes sizes = Sizes.SMALL;

  @Option(
      names = "--policy",
      paramLabel = "NAME",
      description = "fifo or look-ahead (default: both, side by side).")
  private @Nullable String policy;

  @Option(
      names = "--swap-every",
      paramLabel = "N",
      defaultValue = "1",
      description = "Steps between looks at who is done (default: ${DEFAULT-VALUE}).")
  private int swapEvery;

  @Option(
      names = "--faults",
      paramLabel = "LIST",
      defaultValue = "all",
      description = "none, all, or some of them with commas between (default: ${DEFAULT-VALUE}).")
  private String faults = "all";

  @Option(
      names = "--campaign",
      paramLabel = "NAME",
      description = "Draw sizes and steps from what this campaign's structures had.")
  private @Nullable String campaign;

  SimulateCommand(Backend backend, Terminal terminal) {
    this.backend = backend;
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    Logs.none();
    Map<String, SimulatorSettings> settings = settings();
    if (trace && (seed == null || settings.size() > 1)) {
      throw usage("--trace needs --seed and --policy: it tells of one run");
    }
    List<String> broken = new ArrayList<>();
    Map<String, SimulationReport> reports = new LinkedHashMap<>();
    settings.forEach((name, s) -> reports.put(name, run(name, s, broken)));
    if (reports.values().stream().anyMatch(r -> r.runs() > 0)) {
      terminal.say(SimulationTable.of(reports));
    }
    broken.stream().limit(MOST_SHOWN).forEach(terminal::say);
    terminal.say(verdict(broken.size()));
    return (broken.isEmpty() ? ExitCode.OK : ExitCode.BROKEN).code();
  }

  private String verdict(int broken) {
    return broken == 0
        ? "every invariant held after every event"
        : terminal.red(broken + (broken == 1 ? " scenario" : " scenarios") + " broke an invariant");
  }

  private SimulationReport run(String name, SimulatorSettings settings, List<String> broken) {
    Simulator simulator = new Simulator(settings);
    SimulationReport all = SimulationReport.none();
    long first = seed == null ? 0 : seed;
    long last = seed == null ? seeds - 1L : seed;
    for (long s = first; s <= last; s++) {
      try {
        all = all.plus(trace ? simulator.run(s, terminal::say) : simulator.run(s));
      } catch (RuntimeException e) {
        // Whatever the simulated engine throws is a finding, with the seed that shows it again.
        broken.add("seed " + s + ", " + name + ": " + e.getMessage() + replay(s, name));
      }
    }
    return all;
  }

  private String replay(long s, String name) {
    return trace
        ? ""
        : System.lineSeparator()
            + "  again: lehr simulate --seed "
            + s
            + " --policy "
            + name
            + " --trace"
            + (structures == 0 ? "" : " --structures " + structures)
            + (sizes == Sizes.SMALL ? "" : " --sizes " + sizes)
            + (swapEvery == 1 ? "" : " --swap-every " + swapEvery)
            + (faults.equals("all") ? "" : " --faults " + faults)
            + (campaign == null ? "" : " --campaign " + campaign);
  }

  private Map<String, SimulatorSettings> settings() {
    if (seeds < 1 || structures < 0 || swapEvery < 1) {
      throw usage("--seeds and --swap-every are at least 1, --structures at least 0");
    }
    SimulatorSettings base =
        new SimulatorSettings(
            structures, population(), SimulatorSettings.LOOK_AHEAD, swapEvery, parsedFaults());
    Map<String, SimulatorSettings> all = new LinkedHashMap<>();
    if (policy == null || policy.equals("look-ahead")) {
      all.put("look-ahead", base);
    }
    if (policy == null || policy.equals("fifo")) {
      all.put("fifo", base.with(Packing.fifo()));
    }
    if (all.isEmpty()) {
      throw usage("--policy is '" + policy + "', expected fifo or look-ahead");
    }
    return all;
  }

  private Set<Fault> parsedFaults() {
    try {
      return Fault.parse(faults);
    } catch (IllegalArgumentException e) {
      throw usage("--faults: " + e.getMessage());
    }
  }

  private ParameterException usage(String message) {
    return new ParameterException(spec.commandLine(), message);
  }

  private Population population() {
    String name = campaign;
    if (name != null) {
      return recorded(name);
    }
    return switch (sizes) {
      case SMALL -> Population.small();
      case MEDIUM -> Population.of(SizeDistribution.about20Fit());
      case HEAVY_TAILED -> Population.of(SizeDistribution.heavyTailed());
    };
  }

  private Population recorded(String name) {
    List<Population.Member> members = new ArrayList<>();
    try (Ledger ledger = workspace.read(backend)) {
      var row = workspace.campaign(ledger, name);
      for (int stage = 0; stage < row.stages().size(); stage++) {
        ledger.forEachResult(
            row.id(),
            stage,
            Set.of(),
            false,
            r -> {
              if (r.iterations() > 0) {
                members.add(new Population.Member(r.nAtoms(), r.iterations()));
              }
            });
      }
    }
    if (members.isEmpty()) {
      throw new BadInputException(
          "campaign '" + name + "'", List.of("no structure of it has made a step yet"));
    }
    return Population.recorded(members);
  }
}
