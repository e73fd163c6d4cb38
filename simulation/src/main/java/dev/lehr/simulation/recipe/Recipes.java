package dev.lehr.simulation.recipe;

import dev.lehr.simulation.analysis.Outcome;
import dev.lehr.simulation.model.Model;
import dev.lehr.simulation.run.Execution;
import dev.lehr.simulation.run.Lehr;
import dev.lehr.simulation.run.Result;
import dev.lehr.simulation.run.Run;
import dev.lehr.simulation.run.Verb;
import dev.lehr.simulation.structure.Structure;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Runs recipes on the calling thread, without a campaign. */
public final class Recipes {

  private Recipes() {}

  /**
   * Follows a recipe to its end, as a campaign does with its stage. Jobs of a round that share a
   * verb share batches.
   *
   * @return {@link Step.Done}, {@link Step.Dropped} or {@link Step.Refused}. Jobs that an
   *     interrupted thread did not reach have failed, with reason {@code interrupted}
   */
  public static Step run(Recipe recipe, Subject subject, Model model, Execution execution) {
    List<List<Outcome>> rounds = new ArrayList<>();
    Step step = recipe.next(subject, List.of());
    while (step instanceof Step.Evaluate round) {
      rounds.add(evaluate(round.jobs(), model, execution));
      step = recipe.next(subject, List.copyOf(rounds));
    }
    return step;
  }

  /** As {@link #run(Recipe, Subject, Model, Execution)}, of a structure nothing is known of. */
  public static Step run(Recipe recipe, Structure structure, Model model, Execution execution) {
    return run(recipe, new Subject(structure, ModelFacts.of(model)), model, execution);
  }

  /**
   * Evaluates the jobs of a round.
   *
   * @return one outcome for each job, in their order
   */
  public static List<Outcome> evaluate(List<Job> jobs, Model model, Execution execution) {
    List<Outcome> outcomes = new ArrayList<>();
    Map<Verb, List<Integer>> byVerb = new LinkedHashMap<>();
    for (int k = 0; k < jobs.size(); k++) {
      outcomes.add(new Outcome.Failed("interrupted", "it was not reached"));
      byVerb.computeIfAbsent(jobs.get(k).verb(), v -> new ArrayList<>()).add(k);
    }
    byVerb.forEach(
        (verb, places) -> {
          List<Structure> structures = places.stream().map(k -> jobs.get(k).structure()).toList();
          try (Run run = Lehr.stream(structures.iterator(), model, verb, execution)) {
            while (run.hasNext()) {
              Result result = run.next();
              outcomes.set(places.get((int) result.index()), Outcome.of(result));
            }
          }
        });
    return outcomes;
  }
}
