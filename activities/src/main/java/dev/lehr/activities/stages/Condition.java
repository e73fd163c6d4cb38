package dev.lehr.activities.stages;

import dev.lehr.activities.expressions.Expression;
import dev.lehr.activities.expressions.ExpressionException;
import dev.lehr.activities.expressions.UncomputableException;
import dev.lehr.activities.expressions.UndefinedValueException;
import dev.lehr.activities.expressions.ValueType;
import dev.lehr.activities.expressions.Vocabulary;
import dev.lehr.simulation.analysis.Outcome;
import dev.lehr.simulation.analysis.hull.Composition;
import dev.lehr.simulation.recipe.Candidate;
import dev.lehr.simulation.recipe.Recipe;
import dev.lehr.simulation.recipe.Step;
import dev.lehr.simulation.recipe.Subject;
import dev.lehr.simulation.structure.Elements;
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
    return judge(subject.structure().id(), Composition.of(subject.structure()), subject.found());
  }

  /** Judges a structure that is compared with others. */
  public Step judge(Candidate candidate) {
    return judge(candidate.id(), candidate.composition(), candidate.found());
  }

  private Step judge(String id, Composition composition, Map<String, Map<String, Object>> found) {
    try {
      return expression.holds(found, own(id, composition))
          ? Step.Done.found(Map.of())
          : new Step.Dropped("condition", "not so: " + expression.source());
    } catch (UndefinedValueException | UncomputableException e) {
      return new Step.Refused("undefined_value", String.valueOf(e.getMessage()));
    }
  }

  private static Map<String, Object> own(String id, Composition composition) {
    return Map.of(
        "id",
        id,
        "formula",
        Formulas.hill(composition),
        "n_atoms",
        (double) composition.atoms(),
        "elements",
        composition.counts().keySet().stream().map(Elements::symbol).toList());
  }
}
