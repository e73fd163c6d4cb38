package dev.lehr.activities.stages.compare;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lehr.activities.stages.RecipeStage;
import dev.lehr.simulation.recipe.ModelFacts;
import dev.lehr.simulation.recipe.Step;
import dev.lehr.simulation.recipe.Subject;
import dev.lehr.simulation.structure.Structure;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FilterStageTest {

  private static Step decide(String where, Map<String, Object> found) {
    RecipeStage stage = (RecipeStage) Comparing.read(new FilterKind(), "where: \"" + where + "\"");
    Structure water =
        Structure.builder(
                "w1", "test", new int[] {8, 1, 1}, new double[] {0, 0, 0, 1, 0, 0, 0, 1, 0})
            .build();
    Subject subject = new Subject(water, new ModelFacts("none", 5, false), Map.of("relax", found));
    return stage.recipe().next(subject, List.of());
  }

  @Test
  void whatTheConditionHoldsForGoesOn() {
    assertThat(decide("energy / n_atoms < -1", Map.of("energy", -3.5)))
        .isEqualTo(Step.Done.found(Map.of()));
    assertThat(decide("formula == 'H2O' && elements == ['H', 'O'] && id == 'w1'", Map.of()))
        .isEqualTo(Step.Done.found(Map.of()));
  }

  @Test
  void whatItDoesNotHoldForIsDroppedWithTheValues() {
    assertThat(decide("energy / n_atoms < -1", Map.of("energy", -2.5)))
        .isEqualTo(
            new Step.Dropped(
                "filtered",
                "'energy / n_atoms < -1' does not hold: n_atoms = 3.0, relax.energy = -2.5"));
  }

  @Test
  void aValueThatIsNotThereIsAFailureNotAnAnswer() {
    assertThat(decide("energy < -1", Map.of()))
        .isEqualTo(
            new Step.Refused(
                "undefined_value", "relax.energy has no value here, and 'energy < -1' needs it"));
  }

  @Test
  void aConditionThatCannotBeReadIsSaidAtItsField() {
    assertThat(Comparing.problems(new FilterKind(), "where: enrgy < 3 && id > 4"))
        .hasSize(2)
        .anySatisfy(
            p ->
                assertThat(p)
                    .startsWith(
                        "where: in 'enrgy < 3 && id > 4', column 1: unknown name 'enrgy';"
                            + " did you mean energy?; known here: id, formula, n_atoms, elements"))
        .anySatisfy(
            p ->
                assertThat(p)
                    .isEqualTo(
                        "where: in 'enrgy < 3 && id > 4', column 17: cannot compare with >:"
                            + " found a text and a number"));
    assertThat(Comparing.problems(new FilterKind(), "{}"))
        .containsExactly("where: is missing, expected an expression such as 'e_above_hull < 0.05'");
    assertThat(Comparing.problems(new FilterKind(), "{where: ' ', keep: 3}"))
        .containsExactly(
            "where: the expression is empty, expected one such as 'e_above_hull < 0.05'",
            "keep: unknown key; known here: where");
  }
}
