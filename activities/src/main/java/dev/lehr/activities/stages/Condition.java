package dev.lehr.activities.stages;

import dev.lehr.activities.expressions.Expression;
import dev.lehr.activities.expressions.ExpressionException;
import dev.lehr.activities.expressions.ValueType;
import dev.lehr.activities.expressions.Vocabulary;
import dev.lehr.simulation.analysis.Outcome;
import dev.lehr.simulation.recipe.Candidate;
import dev.lehr.simulation.recipe.Recipe;
import dev.lehr.simulation.recipe.Step;
import dev.lehr.simulation.recipe.Subject;
import java.util.List;
import java.util.Map;

/** Whether a stage is for a structure: {@code when} in a campaign file. */
public final class Condition implements Recipe {

  private final Expression expression;

  private Condition(Expression expression) {
    this.expression = expression;
  }

  /**
   * The condition of a source that was checked before.
   *
   * @throws IllegalStateException where it does not fit the vocabulary after all
   */
  public static Condition of(String source, Vocabulary vocabulary) {
    try {
      return new Condition(Expression.compile(source, vocabulary, ValueType.TRUTH));
    } catch (ExpressionException e) {
      throw new IllegalStateException("a condition was sound and is not: " + e.getMessage(), e);
    }
  }

  @Override
  public Step next(Subject subject, List<List<Outcome>> rounds) {
    return judge(StructureValues.of(subject));
  }

  /** Judges a structure that is compared with others. */
  public Step judge(Candidate candidate) {
    return judge(StructureValues.of(candidate));
  }

  private Step judge(StructureValues values) {
    return values.whether(
        expression,
        holds ->
            holds
                ? Step.Done.found(Map.of())
                : new Step.Dropped(
                    "condition",
                    "'" + expression + "' does not hold: " + values.described(expression)));
  }
}
