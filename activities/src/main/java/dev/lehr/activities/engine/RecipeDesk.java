package dev.lehr.activities.engine;

import dev.lehr.activities.files.DamagedBytesException;
import dev.lehr.activities.ledger.LedgerWrite;
import dev.lehr.activities.ledger.PendingJob;
import dev.lehr.activities.ledger.PendingTask;
import dev.lehr.activities.ledger.TaskContext;
import dev.lehr.activities.ledger.TaskKey;
import dev.lehr.activities.ledger.TaskResult;
import dev.lehr.simulation.analysis.Outcome;
import dev.lehr.simulation.recipe.Job;
import dev.lehr.simulation.recipe.Step;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The recipes of an engine. They are asked on other threads, their evaluations are in the engine's
 * batch, and what came of each is in the ledger, so that none is done twice. The engine's thread
 * alone is here.
 */
final class RecipeDesk {

  private static final Logger LOG = LoggerFactory.getLogger(RecipeDesk.class);

  /** With so many systems waiting for the batch no further recipe begins. */
  private static final int MOST_WAITING = 1_000;

  /** What recipes need of their engine. */
  interface Bench {
    /** Does something on another thread. */
    void elsewhere(Runnable work);

    /** Does something on the engine's thread. */
    void here(Runnable work);

    /** Systems that wait for the batch. */
    int waiting();

    /** An evaluation is to join the batch. */
    void submit(TaskRun job);

    /** An evaluation is to leave it. */
    void leave(TaskRun job);

    /** The task has begun. */
    void begun(TaskRun run);

    /** The task has ended. */
    void finish(TaskRun run, TaskResult result);

    /** Nothing of the task is here any more. */
    void release(TaskRun run);
  }

  private final Bench bench;
  private final ArrayDeque<RecipeRun> waiting = new ArrayDeque<>();
  private final Map<TaskKey, RecipeRun> underWay = new HashMap<>();

  RecipeDesk(Bench bench) {
    this.bench = bench;
  }

  /** A recipe is to be followed, when there is room. */
  void add(RecipeRun recipe) {
    waiting.add(recipe);
  }

  /** Begins with as many as there is room for. */
  void begin() {
    while (!waiting.isEmpty() && bench.waiting() + underWay.size() < MOST_WAITING) {
      RecipeRun recipe = waiting.remove();
      underWay.put(recipe.run().key(), recipe);
      bench.begun(recipe.run());
      ask(recipe);
    }
  }

  private void ask(RecipeRun recipe) {
    recipe.asked(true);
    List<List<Outcome>> rounds = recipe.rounds();
    bench.elsewhere(
        () -> {
          Step step = next(recipe, rounds);
          bench.here(() -> told(recipe, step));
        });
  }

  private static Step next(RecipeRun recipe, List<List<Outcome>> rounds) {
    try {
      return recipe.recipe().next(recipe.subject(), rounds);
    } catch (RuntimeException | LinkageError e) {
      // A plugin of another version is found out here at the latest.
      LogContext.of(recipe.run())
          .run(() -> LOG.warn("a stage cannot go on with {}", recipe.run().task().id(), e));
      return new Step.Refused(
          "stage_error", e instanceof LinkageError ? e.toString() : String.valueOf(e.getMessage()));
    }
  }

  private void told(RecipeRun recipe, Step step) {
    recipe.asked(false);
    if (recipe.isBroken()) {
      settle(recipe);
    } else if (step instanceof Step.Evaluate evaluate) {
      evaluate(recipe, evaluate.jobs());
    } else {
      underWay.remove(recipe.run().key());
      bench.finish(recipe.run(), StepResults.of(recipe.run().task(), recipe.subject(), step));
    }
  }

  private void evaluate(RecipeRun recipe, List<Job> jobs) {
    recipe.round(jobs.size());
    List<TaskRun> fresh = new ArrayList<>();
    for (int place = 0; place < jobs.size(); place++) {
      Job job = jobs.get(place);
      int number = recipe.nextJob();
      Optional<PendingJob> before = recipe.before(number);
      Optional<Outcome> known = before.flatMap(PendingJob::result).flatMap(r -> known(job, r));
      if (known.isPresent()) {
        came(recipe, place, known.get());
      } else {
        fresh.add(jobRun(recipe, place, job, number, before));
      }
    }
    for (TaskRun run : fresh) {
      recipe.joined(run);
      run.lease().hold(run);
      bench.submit(run);
    }
  }

  private static Optional<Outcome> known(Job job, TaskResult result) {
    try {
      return Optional.of(StepResults.outcome(job, result));
    } catch (DamagedBytesException e) {
      LOG.warn("{} is evaluated again: what is kept of it is damaged", job.name());
      return Optional.empty();
    }
  }

  private static TaskRun jobRun(
      RecipeRun recipe, int place, Job job, int number, Optional<PendingJob> before) {
    PendingTask of = recipe.run().task();
    PendingTask task =
        new PendingTask(
            of.key().job(number),
            of.id() + "/" + job.name(),
            of.generation(),
            new byte[0],
            Optional.empty(),
            before.filter(b -> b.result().isEmpty()).flatMap(PendingJob::checkpoint),
            before.map(PendingJob::uncleanDeaths).orElse(0),
            before.map(PendingJob::evidence).orElse(0),
            TaskContext.NONE);
    return new TaskRun(recipe.run().lease(), task, new JobRun(recipe, place, job));
  }

  /** What came of an evaluation; the caller has written it down. */
  void ended(TaskRun run, TaskResult result) {
    JobRun job = run.job().orElseThrow();
    RecipeRun recipe = job.of();
    recipe.left(run);
    if (recipe.isBroken()) {
      settle(recipe);
      return;
    }
    try {
      came(recipe, job.place(), StepResults.outcome(job.job(), result));
    } catch (DamagedBytesException e) {
      throw new IllegalStateException("bytes of a moment ago are damaged", e);
    }
  }

  private void came(RecipeRun recipe, int place, Outcome outcome) {
    if (recipe.came(place, outcome)) {
      ask(recipe);
    }
  }

  /** An evaluation is out of the batch before its end: all of its recipe goes. */
  void released(TaskRun run) {
    RecipeRun recipe = run.job().orElseThrow().of();
    recipe.left(run);
    breakOff(recipe);
  }

  /** A task whose recipe waits or is followed is to leave. */
  void leave(TaskRun run) {
    RecipeRun followed = underWay.get(run.key());
    if (followed != null && followed.run() == run) {
      breakOff(followed);
      return;
    }
    if (waiting.removeIf(w -> w.run() == run)) {
      bench.release(run);
    }
  }

  private void breakOff(RecipeRun recipe) {
    recipe.breakOff();
    recipe.inBatch().forEach(bench::leave);
    settle(recipe);
  }

  private void settle(RecipeRun recipe) {
    if (recipe.isBroken() && recipe.isQuiet() && underWay.remove(recipe.run().key(), recipe)) {
      bench.release(recipe.run());
    }
  }

  /** The write that says that a task has begun. */
  static LedgerWrite.Begun begun(TaskRun run) {
    return new LedgerWrite.Begun(run.key(), run.generation());
  }
}
