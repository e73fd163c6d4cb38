package dev.lehr.activities.testkit;

import dev.lehr.activities.stages.RecipeStage;
import dev.lehr.simulation.analysis.Outcome;
import dev.lehr.simulation.model.Model;
import dev.lehr.simulation.recipe.ModelFacts;
import dev.lehr.simulation.recipe.Recipe;
import dev.lehr.simulation.recipe.Recipes;
import dev.lehr.simulation.recipe.Step;
import dev.lehr.simulation.recipe.Subject;
import dev.lehr.simulation.run.Execution;
import dev.lehr.simulation.structure.Structure;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Runs stages with a model, on the calling thread, and keeps a record of what they asked for. */
public final class RecipeBench {

  private final Model model;

  private RecipeBench(Model model) {
    this.model = model;
  }

  /** A bench with a model. */
  public static RecipeBench of(Model model) {
    return new RecipeBench(model);
  }

  /**
   * What a recipe did.
   *
   * @param subject what it was asked about
   * @param rounds what came of each of its rounds
   * @param jobs names of the jobs of each round
   * @param end how it ended; never {@link Step.Evaluate}
   */
  public record Tried(
      Subject subject, List<List<Outcome>> rounds, List<List<String>> jobs, Step end) {

    /** Copies. */
    public Tried {
      rounds = List.copyOf(rounds);
      jobs = List.copyOf(jobs);
    }

    /**
     * What was found.
     *
     * @throws IllegalStateException where it did not end well; the message says how it did
     */
    public Map<String, ?> values() {
      if (end instanceof Step.Done done) {
        return done.values();
      }
      throw new IllegalStateException("expected it to be done, found " + end);
    }
  }

  /** Runs a stage on a structure that nothing is known of. */
  public Tried run(RecipeStage stage, Structure structure) {
    return run(stage.recipe(), new Subject(structure, ModelFacts.of(model)));
  }

  /** Runs a stage on a structure that other stages have found something of. */
  public Tried run(RecipeStage stage, Structure structure, Map<String, Map<String, Object>> found) {
    return run(stage.recipe(), new Subject(structure, ModelFacts.of(model), found));
  }

  /** Runs a recipe to its end. */
  public Tried run(Recipe recipe, Subject subject) {
    List<List<Outcome>> rounds = new ArrayList<>();
    List<List<String>> jobs = new ArrayList<>();
    Step step = recipe.next(subject, List.of());
    while (step instanceof Step.Evaluate round) {
      jobs.add(round.jobs().stream().map(job -> job.name()).toList());
      rounds.add(Recipes.evaluate(round.jobs(), model, Execution.defaults()));
      step = recipe.next(subject, List.copyOf(rounds));
    }
    return new Tried(subject, rounds, jobs, step);
  }
}
