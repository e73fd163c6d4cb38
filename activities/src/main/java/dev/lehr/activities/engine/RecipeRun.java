package dev.lehr.activities.engine;

import dev.lehr.activities.ledger.PendingJob;
import dev.lehr.simulation.analysis.Outcome;
import dev.lehr.simulation.recipe.Recipe;
import dev.lehr.simulation.recipe.Subject;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A recipe under way: what has come of its rounds. Touched by the engine's thread alone. */
final class RecipeRun {

  private final TaskRun run;
  private final Recipe recipe;
  private final Subject subject;
  private final Map<Integer, PendingJob> before = new HashMap<>();
  private final List<List<Outcome>> rounds = new ArrayList<>();
  private final List<TaskRun> inBatch = new ArrayList<>();
  private @Nullable Outcome[] open = new Outcome[0];
  private int missing;
  private int jobs;
  private boolean asked;
  private boolean broken;

  RecipeRun(TaskRun run, Recipe recipe, Subject subject) {
    this.run = run;
    this.recipe = recipe;
    this.subject = subject;
    run.task().context().jobs().forEach(job -> before.put(job.number(), job));
  }

  TaskRun run() {
    return run;
  }

  Recipe recipe() {
    return recipe;
  }

  Subject subject() {
    return subject;
  }

  /** What came of the rounds so far. */
  List<List<Outcome>> rounds() {
    return List.copyOf(rounds);
  }

  /** The recipe is being asked on another thread. */
  void asked(boolean value) {
    asked = value;
  }

  /** Begins a round. */
  void round(int size) {
    open = new Outcome[size];
    missing = size;
  }

  /** The number of the next evaluation, from 1. */
  int nextJob() {
    jobs++;
    return jobs;
  }

  /** What the ledger has of an evaluation. */
  Optional<PendingJob> before(int number) {
    return Optional.ofNullable(before.get(number));
  }

  void joined(TaskRun job) {
    inBatch.add(job);
  }

  /** An evaluation is out of the batch, for whatever reason. */
  void left(TaskRun job) {
    inBatch.remove(job);
  }

  /** The evaluations that are in the batch or wait for it. */
  List<TaskRun> inBatch() {
    return List.copyOf(inBatch);
  }

  /** Takes what came of an evaluation; answers whether the round is complete. */
  boolean came(int place, Outcome outcome) {
    open[place] = outcome;
    missing--;
    if (missing > 0) {
      return false;
    }
    List<Outcome> round = new ArrayList<>(open.length);
    for (Outcome each : open) {
      if (each != null) {
        round.add(each);
      }
    }
    rounds.add(round);
    return true;
  }

  /** One of its evaluations was taken out: the recipe begins again from the ledger, later. */
  void breakOff() {
    broken = true;
  }

  boolean isBroken() {
    return broken;
  }

  /** Whether nothing of it is under way any more. */
  boolean isQuiet() {
    return !asked && inBatch.isEmpty();
  }
}
