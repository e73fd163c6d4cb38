package dev.lehr.worker.cli;

import dev.lehr.activities.commands.CommandPolicy;
import dev.lehr.activities.commands.Pools;
import dev.lehr.activities.djl.TorchDevice;
import dev.lehr.activities.engine.HostLimits;
import dev.lehr.activities.ingest.BadInputException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Options of every command that runs a campaign. */
final class RunOptions {

  @Mixin WorkspaceOption workspace = new WorkspaceOption();

  @Option(names = "--strict", description = "Refuse the campaign if any structure is bad.")
  boolean strict;

  @Option(names = "--resume", description = "Go on even if the campaign is paused.")
  boolean resume;

  @Option(
      names = "--threads",
      paramLabel = "N",
      description = "Threads for models and optimizers (default: all processors).")
  int threads = Runtime.getRuntime().availableProcessors();

  @Option(
      names = "--devices",
      paramLabel = "LIST",
      description =
          "Devices for models that can use them: auto (all GPUs, else the CPU), cpu, or numbers such"
              + " as 0,1 (default: auto). Models in Java run on the CPU.")
  String devices = TorchDevice.AUTO;

  /**
   * The devices, each by its name.
   *
   * @throws BadInputException where one is not a device's name
   */
  List<String> devices() {
    List<String> names = new ArrayList<>();
    List<String> wrong = new ArrayList<>();
    for (String word : devices.split(",", -1)) {
      String name = word.strip().matches("[0-9]{1,3}") ? "cuda:" + word.strip() : word.strip();
      if (!TorchDevice.isKnown(name)) {
        wrong.add("--devices: found '" + word + "', expected auto, cpu, or numbers such as 0,1");
      } else if (!names.contains(name)) {
        names.add(name);
      }
    }
    if (names.size() > 1 && names.contains(TorchDevice.AUTO)) {
      wrong.add("--devices: auto excludes others, found '" + devices + "'");
    }
    if (!wrong.isEmpty()) {
      throw new BadInputException("the devices cannot be used", wrong);
    }
    return names;
  }

  @Option(
      names = "--allow-commands",
      paramLabel = "PROGRAMS",
      arity = "0..1",
      fallbackValue = "*",
      description =
          "Let campaigns run programs on this machine: any, or only those in a list such as"
              + " pw.x,vasp_std (default: none).")
  String allowCommands = "";

  @Option(
      names = "--pool",
      paramLabel = "NAME=N",
      converter = PoolLimit.Converter.class,
      description =
          "Let stages with this pool work on N structures at a time; may be repeated (default:"
              + " commands=processors).")
  List<PoolLimit> pools = new ArrayList<>();

  @Option(
      names = "--hold",
      paramLabel = "MB",
      description =
          "While the ledger is away each device computes on until so much waits to be written, then"
              + " it waits too (default: ${DEFAULT-VALUE}).")
  int holdMegabytes = (int) (HostLimits.UNCOMMITTED_BYTES >> 20);

  /** What this machine lets campaigns do. */
  HostLimits host() {
    CommandPolicy policy = new CommandPolicy.Nothing();
    if (allowCommands.equals("*")) {
      policy = new CommandPolicy.Anything();
    } else if (!allowCommands.isEmpty()) {
      policy = new CommandPolicy.Only(Set.of(allowCommands.split(",", -1)));
    }
    Map<String, Integer> limits = new TreeMap<>();
    pools.forEach(limit -> limits.put(limit.name(), limit.limit()));
    if (holdMegabytes < 1) {
      throw new BadInputException(
          "--hold cannot be used", List.of("found " + holdMegabytes + ", expected 1 or more"));
    }
    return new HostLimits(new Pools(limits), policy, (long) holdMegabytes << 20);
  }

  @Option(
      names = "--temporal-port",
      paramLabel = "PORT",
      description = "Make the embedded Temporal server reachable on this port (default: none).")
  int temporalPort = -1;

  @Option(names = "--fail-on-failed", description = "Exit with 4 if a structure did not converge.")
  boolean failOnFailed;

  @Option(names = "--no-color", description = "No colours (as NO_COLOR).")
  boolean noColor;

  @Option(names = "--quiet", description = "No progress, no report; errors only.")
  boolean quiet;
}
