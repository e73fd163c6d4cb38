package dev.lehr.activities.engine;

import dev.lehr.activities.commands.CommandLimits;
import dev.lehr.activities.commands.CommandOutcome;
import dev.lehr.activities.commands.CommandRunner;
import dev.lehr.activities.commands.CommandSpec;
import dev.lehr.activities.commands.Request;
import dev.lehr.activities.commands.RunDirectory;
import dev.lehr.activities.commands.Running;
import dev.lehr.activities.ledger.Fence;
import dev.lehr.activities.ledger.TaskResult;
import dev.lehr.simulation.recipe.Step;
import dev.lehr.simulation.recipe.Subject;
import dev.lehr.workflows.status.TaskStatus;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The programs of an engine's command stages. The engine's thread alone is here; the programs have
 * threads of their own.
 */
final class CommandDesk {

  private static final Logger LOG = LoggerFactory.getLogger(CommandDesk.class);
  private static final int AGAIN_AFTER_SECONDS = 5;

  private record Program(Request request, Running running) {}

  private final RecipeDesk.Bench bench;
  private final CommandRunner runner;
  private final Path workspace;
  private final Map<TaskRun, Program> programs = new HashMap<>();

  CommandDesk(RecipeDesk.Bench bench, HostLimits host, Path workspace) {
    this.bench = bench;
    this.runner = new CommandRunner(host.commands(), CommandLimits.usual());
    this.workspace = workspace;
  }

  /** Starts the program of a task. */
  void start(TaskRun run, CommandSpec spec, Subject subject) {
    StagePlan plan = run.lease().plan();
    String stage = plan.stage(run.key().stage()).id();
    Fence fence = run.lease().fence();
    Request request =
        new Request(
            spec,
            stage,
            subject.structure(),
            subject.found(),
            RunDirectory.ofStructure(
                workspace,
                plan.customer().name(),
                stage,
                run.key().structure(),
                subject.structure().id()),
            fence.epoch() + "-" + fence.slice() + "-" + fence.attempt() + "-" + run.generation());
    try {
      Running running = runner.start(request);
      programs.put(run, new Program(request, running));
      bench.begun(run);
      running
          .outcome()
          .whenComplete((outcome, e) -> bench.here(() -> ended(run, subject, outcome, e)))
          .exceptionally(e -> null);
    } catch (IllegalStateException refused) {
      bench.finish(
          run,
          StepResults.without(
              TaskStatus.FAILED, "not_allowed", String.valueOf(refused.getMessage())));
    }
  }

  private void ended(
      TaskRun run,
      Subject subject,
      @org.jspecify.annotations.Nullable CommandOutcome outcome,
      @org.jspecify.annotations.Nullable Throwable trouble) {
    Program program = programs.remove(run);
    if (program == null) {
      return;
    }
    if (outcome == null) {
      LogContext.of(run)
          .run(
              () ->
                  LOG.warn(
                      "{} is run again: {}",
                      run.task().id(),
                      trouble == null ? "it was lost" : trouble.getMessage()));
      // A machine that cannot write does not recover in a moment.
      CompletableFuture.delayedExecutor(AGAIN_AFTER_SECONDS, TimeUnit.SECONDS)
          .execute(() -> bench.here(() -> bench.release(run)));
    } else if (outcome instanceof CommandOutcome.Finished finished) {
      finish(run, program, outcome, result(run, subject, finished));
    } else if (outcome instanceof CommandOutcome.Failed failed) {
      finish(
          run,
          program,
          outcome,
          StepResults.without(TaskStatus.FAILED, failed.reason(), failed.detail()));
    } else {
      tidy(program, outcome);
      bench.release(run);
    }
  }

  private void finish(TaskRun run, Program program, CommandOutcome outcome, TaskResult result) {
    run.whenCommitted(() -> tidy(program, outcome));
    bench.finish(run, result);
  }

  private static TaskResult result(TaskRun run, Subject subject, CommandOutcome.Finished finished) {
    Map<String, Object> values = new HashMap<>(finished.values());
    values.put("seconds", finished.seconds());
    TaskResult result =
        StepResults.of(
            run.task(),
            subject,
            new Step.Done(
                new java.util.TreeMap<>(values), finished.structure(), java.util.List.of()));
    return new TaskResult(
        result.status(),
        "",
        "",
        finished.energy().orElse(Double.NaN),
        0,
        0,
        result.properties(),
        result.state());
  }

  private void tidy(Program program, CommandOutcome outcome) {
    try {
      runner.tidy(program.request(), outcome);
    } catch (IOException e) {
      LOG.warn("cannot tidy {}: {}", program.request().home(), e.getMessage());
    }
  }

  /** Stops the program of a task; answers whether it has one. */
  boolean leave(TaskRun run) {
    Program program = programs.get(run);
    if (program != null) {
      program.running().stop();
    }
    return program != null;
  }

  /** Stops all and waits a while for their end. */
  void close() {
    programs.values().forEach(p -> p.running().stop());
    for (Program p : programs.values()) {
      try {
        p.running().outcome().get(6, TimeUnit.SECONDS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      } catch (java.util.concurrent.ExecutionException | java.util.concurrent.TimeoutException e) {
        LOG.warn("{} has not ended: {}", p.request().home(), e.toString());
      }
    }
  }
}
