package dev.lehr.worker.cli;

import dev.lehr.activities.ingest.BadInputException;
import dev.lehr.activities.ingest.Ingest;
import dev.lehr.activities.ledger.CampaignRow;
import dev.lehr.activities.ledger.Ledger;
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
import java.util.List;
import java.util.OptionalInt;
import java.util.UUID;

/** What {@code run} and {@code add} do: take in, run, report. */
final class CampaignRun {

  private static final int NAMED_REJECTIONS = 5;

  private final Backend backend;
  private final Terminal terminal;
  private final RunOptions options;

  CampaignRun(Backend backend, Terminal terminal, RunOptions options) {
    this.backend = backend;
    this.terminal = options.noColor ? terminal.plain() : terminal;
    this.options = options;
  }

  ExitCode run(Path path, Ingest.Mode mode) throws IOException {
    if (!Files.isRegularFile(path)) {
      throw new BadInputException("no campaign file", List.of(path + ": found no such file"));
    }
    Path workspace = options.workspace.path();
    Logs.toWorkspace(workspace);
    CampaignFile file = backend.read(path);
    Interruption interruption = Interruption.watch();
    try (Ledger ledger = backend.own(workspace)) {
      Ingest.Answer taken = new Ingest(ledger, options.strict).take(file.intake(), mode);
      file.notes().forEach(note -> say("note: " + note));
      sayTaken(taken, workspace);
      ExitCode before = beforeRun(ledger, taken, path);
      ExitCode code =
          before == ExitCode.OK && !isDone(ledger, taken.campaign())
              ? compute(ledger, taken.campaign(), path, interruption)
              : before;
      if (code == ExitCode.OK) {
        report(ledger, taken.campaign(), file, workspace);
        if (options.failOnFailed && Counts.of(ledger, taken.campaign()).unsuccessful() > 0) {
          return ExitCode.SOME_FAILED;
        }
      }
      return code;
    } finally {
      interruption.done();
    }
  }

  private void sayTaken(Ingest.Answer taken, Path workspace) {
    CampaignRow c = taken.campaign();
    say(
        terminal.bold(c.name())
            + ": "
            + c.structures()
            + " structures, stages "
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
      Ledger ledger, CampaignRow campaign, Path path, Interruption interruption) {
    CampaignRunner runner = backend.runner(ledger);
    OptionalInt port =
        options.temporalPort < 0 ? OptionalInt.empty() : OptionalInt.of(options.temporalPort);
    RunRequest request =
        new RunRequest(
            options.workspace.path(),
            campaign.id(),
            CampaignFile.directoryOf(path),
            options.threads,
            port);
    long start = System.nanoTime();
    Outcome outcome;
    interruption.interrupts(runner);
    try (ProgressDisplay display = ProgressDisplay.on(terminal, campaign.name(), options.quiet)) {
      outcome = runner.run(request, display::show);
    }
    say("Ran for " + Durations.shown(Duration.ofNanos(System.nanoTime() - start)) + ".");
    runner.remarks().forEach(this::say);
    return switch (outcome) {
      case COMPLETED -> ExitCode.OK;
      case PAUSED -> {
        say("Paused. Go on with: lehr run " + path + " --resume" + workspaceArgument());
        yield ExitCode.PAUSED;
      }
      case CANCELLED -> {
        say("Cancelled. What was done is kept.");
        yield ExitCode.PAUSED;
      }
      case INTERRUPTED -> {
        terminal.warn(
            "Interrupted; checkpoints are written. Go on with: lehr run "
                + path
                + workspaceArgument());
        yield ExitCode.INTERRUPTED;
      }
    };
  }

  private void report(Ledger ledger, CampaignRow campaign, CampaignFile file, Path workspace) {
    say("");
    say(Counts.of(ledger, campaign).table());
    file.report()
        .ifPresent(
            spec -> {
              try {
                say(Report.of(spec, ledger, campaign));
              } catch (IOException | NumberFormatException e) {
                terminal.warn("no report: " + e.getMessage());
              }
            });
    say("Results: " + workspace + " (ledger and lehr.log)");
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
    return Counts.of(ledger, campaign).isDone();
  }

  private String workspaceArgument() {
    Path path = options.workspace.path();
    boolean usual = path.equals(Path.of("lehr-workspace").toAbsolutePath().normalize());
    return usual ? "" : " --workspace " + path;
  }

  private void say(String line) {
    if (!options.quiet) {
      terminal.say(line);
    }
  }
}
