package dev.lehr.worker.cli;

import dev.lehr.activities.campaign.Blueprint;
import dev.lehr.activities.engine.EngineStats;
import dev.lehr.activities.engine.HostLimits;
import dev.lehr.activities.ingest.BadInputException;
import dev.lehr.activities.ingest.Ingest;
import dev.lehr.activities.ingest.Intake;
import dev.lehr.activities.ledger.CampaignRow;
import dev.lehr.activities.ledger.Ledger;
import dev.lehr.activities.ledger.Part;
import dev.lehr.activities.reports.Report;
import dev.lehr.worker.run.Backend;
import dev.lehr.worker.run.CampaignFile;
import dev.lehr.worker.run.CampaignRunner;
import dev.lehr.worker.run.Outcome;
import dev.lehr.worker.run.RunRequest;
import dev.lehr.workflows.contract.CampaignMode;
import dev.lehr.workflows.contract.Intent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import java.util.stream.Collectors;

/** What {@code run} and {@code add} do: take in, run, report. */
final class CampaignRun {

  private static final int NAMED_REJECTIONS = 5;

  private final Backend backend;
  private final Terminal terminal;
  private final RunOptions options;
  private volatile EngineStats device = EngineStats.none();

  CampaignRun(Backend backend, Terminal terminal, RunOptions options) {
    this.backend = backend;
    this.terminal = options.noColor ? terminal.plain() : terminal;
    this.options = options;
  }

  /** A campaign of this run: its file, and what the ledger has of it. */
  private record Taken(Path path, CampaignFile file, CampaignRow campaign) {
    RunRequest.Job job() {
      return new RunRequest.Job(campaign.id(), CampaignFile.directoryOf(path));
    }
  }

  ExitCode run(List<Path> paths, Ingest.Mode mode) throws IOException {
    return run(paths, mode, Optional.empty());
  }

  /**
   * Runs campaigns.
   *
   * @param part which part of each; empty: all of it
   */
  ExitCode run(List<Path> paths, Ingest.Mode mode, Optional<Part> part) throws IOException {
    List<String> missing = new ArrayList<>();
    for (Path path : paths) {
      if (!Files.isRegularFile(path)) {
        missing.add(path + ": found no such file");
      }
    }
    if (!missing.isEmpty()) {
      throw new BadInputException("no campaign file", missing);
    }
    List<String> devices = options.devices();
    Path workspace = options.workspace.path();
    Logs.toWorkspace(workspace);
    List<CampaignFile> files = read(paths);
    HostLimits host = options.host();
    Interruption interruption = Interruption.watch();
    try (Ledger ledger = options.workspace.own(backend)) {
      refuseWhatTheHostDoesNotAllow(files, host);
      List<Taken> all = new ArrayList<>();
      List<Taken> toDo = new ArrayList<>();
      ExitCode code = ExitCode.OK;
      for (CampaignFile file : files) {
        Ingest.Answer answer = new Ingest(ledger, options.strict).take(intake(file, part), mode);
        file.notes().forEach(note -> say("note: " + note));
        sayTaken(answer, workspace);
        Taken taken = new Taken(file.file(), file, answer.campaign());
        ExitCode before = beforeRun(ledger, answer, file.file());
        if (before != ExitCode.OK) {
          code = before;
          continue;
        }
        all.add(taken);
        if (!isDone(ledger, taken.campaign())) {
          toDo.add(taken);
        }
      }
      ExitCode computed =
          toDo.isEmpty() ? ExitCode.OK : compute(ledger, toDo, devices, host, interruption);
      if (computed != ExitCode.OK) {
        return computed;
      }
      for (Taken taken : all) {
        report(ledger, taken.campaign(), taken.file(), workspace);
      }
      boolean failed =
          all.stream().anyMatch(t -> Counts.of(ledger, t.campaign()).unsuccessful() > 0);
      return code == ExitCode.OK && options.failOnFailed && failed ? ExitCode.SOME_FAILED : code;
    } finally {
      interruption.done();
    }
  }

  private static Intake intake(CampaignFile file, Optional<Part> part) {
    return part.map(file.intake()::only).orElse(file.intake());
  }

  private static void refuseWhatTheHostDoesNotAllow(List<CampaignFile> files, HostLimits host) {
    List<String> refusals = new ArrayList<>();
    for (CampaignFile file : files) {
      new Blueprint(Blueprint.read(file.intake().campaign().definition()))
          .refusals(host)
          .forEach(why -> refusals.add(file.file() + ": " + why));
    }
    if (!refusals.isEmpty()) {
      throw new BadInputException("the campaign cannot run here", refusals);
    }
  }

  /** All files, or everything that is wrong with any of them. */
  private List<CampaignFile> read(List<Path> paths) {
    List<CampaignFile> files = new ArrayList<>();
    Map<String, Path> names = new HashMap<>();
    List<String> problems = new ArrayList<>();
    List<BadInputException> bad = new ArrayList<>();
    for (Path path : paths) {
      try {
        CampaignFile file = backend.read(path);
        files.add(file);
        Path same = names.putIfAbsent(file.intake().campaign().name(), path);
        if (same != null) {
          problems.add(
              path
                  + ": name: found '"
                  + file.intake().campaign().name()
                  + "', which is "
                  + same
                  + "'s, expected another");
        }
      } catch (BadInputException e) {
        bad.add(e);
        problems.addAll(e.problems());
      }
    }
    if (paths.size() == 1 && !bad.isEmpty()) {
      throw bad.get(0);
    }
    if (!problems.isEmpty()) {
      throw new BadInputException("the campaign files cannot be used", problems);
    }
    return files;
  }

  private void sayTaken(Ingest.Answer taken, Path workspace) {
    CampaignRow c = taken.campaign();
    say(
        terminal.bold(c.name())
            + ": "
            + c.structures()
            + " structures"
            + c.part().map(p -> ", part " + p).orElse("")
            + ", stages "
            + String.join(" -> ", c.stages())
            + (taken.created() ? "" : ", taken in before")
            + (taken.added() > 0 ? ", " + taken.added() + " structures added" : "")
            + "; workspace "
            + workspace);
    taken.notes().forEach(note -> say("note: " + note));
    List<String> bad = taken.rejections();
    bad.stream().limit(NAMED_REJECTIONS).forEach(r -> terminal.warn("set aside: " + r));
    if (bad.size() > NAMED_REJECTIONS) {
      terminal.warn("set aside: " + (bad.size() - NAMED_REJECTIONS) + " more; see the results");
    }
  }

  /** Whether the campaign may run: what the user said before stands until taken back. */
  private ExitCode beforeRun(Ledger ledger, Ingest.Answer taken, Path path) {
    CampaignRow c = taken.campaign();
    if (c.mode() == CampaignMode.PAUSED && options.resume) {
      ledger.recordIntent(new Intent(c.id(), UUID.randomUUID().toString(), Intent.Kind.RESUME));
      return ExitCode.OK;
    }
    if (c.mode() == CampaignMode.RUNNING) {
      if (!taken.created() && isDone(ledger, c)) {
        say("All is done; nothing to compute.");
      }
      return ExitCode.OK;
    }
    say(
        c.name()
            + (c.mode() == CampaignMode.PAUSED ? " is paused since " : " was cancelled at ")
            + c.modeSince()
            + ". Go on with: "
            + (c.mode() == CampaignMode.PAUSED
                ? "lehr run " + path + " --resume" + workspaceArgument()
                : "lehr retry " + c.name() + workspaceArgument()));
    return ExitCode.PAUSED;
  }

  private ExitCode compute(
      Ledger ledger,
      List<Taken> toDo,
      List<String> devices,
      HostLimits host,
      Interruption interruption) {
    CampaignRunner runner = backend.runner(ledger);
    OptionalInt port =
        options.temporalPort < 0 ? OptionalInt.empty() : OptionalInt.of(options.temporalPort);
    RunRequest request =
        new RunRequest(
            options.workspace.path(),
            toDo.stream().map(Taken::job).toList(),
            devices,
            options.threads,
            host,
            port);
    long start = System.nanoTime();
    Outcome outcome;
    String names = toDo.stream().map(t -> t.campaign().name()).collect(Collectors.joining(" and "));
    interruption.interrupts(runner);
    try (ProgressDisplay display = ProgressDisplay.on(terminal, names, options.quiet)) {
      outcome =
          runner.run(
              request,
              snapshot -> {
                device = snapshot.device();
                display.show(snapshot);
              });
    }
    say("Ran for " + Durations.shown(Duration.ofNanos(System.nanoTime() - start)) + ".");
    runner.remarks().forEach(this::say);
    String figures = ProgressDisplay.device(device);
    if (!figures.isEmpty()) {
      say(figures);
    }
    String files = toDo.stream().map(t -> t.path().toString()).collect(Collectors.joining(" "));
    return switch (outcome) {
      case COMPLETED -> ExitCode.OK;
      case PAUSED -> {
        say("Paused. Go on with: lehr run " + files + " --resume" + workspaceArgument());
        yield ExitCode.PAUSED;
      }
      case CANCELLED -> {
        say("Cancelled. What was done is kept.");
        yield ExitCode.PAUSED;
      }
      case INTERRUPTED -> {
        terminal.warn(
            "Interrupted; checkpoints are written. Go on with: lehr run "
                + files
                + workspaceArgument());
        yield ExitCode.INTERRUPTED;
      }
    };
  }

  private void report(Ledger ledger, CampaignRow campaign, CampaignFile file, Path workspace) {
    say("");
    say(Counts.of(ledger, campaign).table());
    if (campaign.part().isPresent()) {
      say(
          "Part "
              + campaign.part().get()
              + " is done. When all are: lehr merge WORKSPACE... --workspace TARGET, and lehr run "
              + file.file()
              + " --workspace TARGET goes on with all structures together.");
      return;
    }
    file.report()
        .ifPresent(
            spec -> {
              try {
                say(Report.of(spec, ledger, campaign));
              } catch (IOException | NumberFormatException e) {
                terminal.warn("no report: " + e.getMessage());
              }
            });
    String place = options.workspace.place();
    boolean inWorkspace = place.equals(workspace.toString());
    say(
        "Results: "
            + workspace
            + (inWorkspace ? " (ledger and lehr.log)" : " (lehr.log), " + place));
    say("  lehr results " + campaign.name() + workspaceArgument());
    say(
        "  lehr results "
            + campaign.name()
            + workspaceArgument()
            + " --format extxyz --output "
            + campaign.name()
            + ".extxyz");
  }

  private static boolean isDone(Ledger ledger, CampaignRow campaign) {
    return Counts.isDone(ledger, campaign);
  }

  private String workspaceArgument() {
    return options.workspace.argument();
  }

  private void say(String line) {
    if (!options.quiet) {
      terminal.say(line);
    }
  }
}
