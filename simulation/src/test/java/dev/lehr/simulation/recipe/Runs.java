package dev.lehr.simulation.recipe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lehr.simulation.analysis.Outcome;
import dev.lehr.simulation.model.Model;
import dev.lehr.simulation.run.Execution;
import dev.lehr.simulation.structure.Structure;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Recipes driven round by round, and what must hold of each on the way. */
final class Runs {

  private Runs() {}

  /** What a recipe finds; fails where it refuses. */
  static Map<String, ?> found(Recipe recipe, Structure structure, Model model) {
    return done(recipe, structure, model).values();
  }

  static Step.Done done(Recipe recipe, Structure structure, Model model) {
    Step step = Recipes.run(recipe, structure, model, Execution.defaults());
    assertThat(step).as(step.toString()).isInstanceOf(Step.Done.class);
    return (Step.Done) step;
  }

  static Step.Refused refusal(Recipe recipe, Structure structure, Model model) {
    Step step = Recipes.run(recipe, structure, model, Execution.defaults());
    assertThat(step).isInstanceOf(Step.Refused.class);
    return (Step.Refused) step;
  }

  static double number(Map<String, ?> values, String name) {
    return ((Number) values.get(name)).doubleValue();
  }

  /**
   * Asks with each prefix of the recorded rounds twice, the second time another object made by the
   * same settings: the steps have to be the same, to the last bit, and names of jobs unique.
   */
  static void assertResumable(Recipe recipe, Recipe again, Structure structure, Model model) {
    Subject subject = new Subject(structure, ModelFacts.of(model));
    List<List<Outcome>> rounds = new ArrayList<>();
    Set<String> names = new HashSet<>();
    Step step = recipe.next(subject, List.of());
    while (step instanceof Step.Evaluate round) {
      assertSame(round, again.next(subject, List.copyOf(rounds)));
      for (Job job : round.jobs()) {
        assertThat(names.add(job.name()))
            .as("%s is a name for the first time", job.name())
            .isTrue();
      }
      rounds.add(Recipes.evaluate(round.jobs(), model, Execution.defaults()));
      step = recipe.next(subject, List.copyOf(rounds));
    }
    assertThat(again.next(subject, List.copyOf(rounds))).isEqualTo(step);
    assertThat(recipe.next(subject, List.copyOf(rounds))).isEqualTo(step);
  }

  private static void assertSame(Step.Evaluate expected, Step found) {
    assertThat(found).isInstanceOf(Step.Evaluate.class);
    List<Job> jobs = ((Step.Evaluate) found).jobs();
    assertThat(jobs)
        .extracting(Job::name)
        .isEqualTo(expected.jobs().stream().map(Job::name).toList());
    for (int k = 0; k < jobs.size(); k++) {
      assertThat(jobs.get(k).structure()).isEqualTo(expected.jobs().get(k).structure());
      assertThat(jobs.get(k).verb()).hasSameClassAs(expected.jobs().get(k).verb());
    }
  }
}
