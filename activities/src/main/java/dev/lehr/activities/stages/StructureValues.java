package dev.lehr.activities.stages;

import dev.lehr.activities.expressions.Expression;
import dev.lehr.activities.expressions.UncomputableException;
import dev.lehr.activities.expressions.UndefinedValueException;
import dev.lehr.simulation.analysis.hull.Composition;
import dev.lehr.simulation.recipe.Candidate;
import dev.lehr.simulation.recipe.Step;
import dev.lehr.simulation.recipe.Subject;
import dev.lehr.simulation.structure.Elements;
import dev.lehr.simulation.structure.HillFormula;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.DoubleFunction;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What expressions can see of a structure.
 *
 * @param found what the stages before have found, by stage and name
 * @param own what it has by itself: id, formula (in Hill order), n_atoms, elements (by the
 *     alphabet)
 */
public record StructureValues(Map<String, Map<String, Object>> found, Map<String, Object> own) {

  /** Those of a structure that a recipe is asked about. */
  public static StructureValues of(Subject subject) {
    Composition composition = Composition.of(subject.structure());
    return new StructureValues(subject.found(), own(subject.structure().id(), composition));
  }

  /** Those of a structure that is compared with others. */
  public static StructureValues of(Candidate candidate) {
    return new StructureValues(candidate.found(), own(candidate.id(), candidate.composition()));
  }

  private static Map<String, Object> own(String id, Composition composition) {
    TreeMap<String, Integer> counts = new TreeMap<>();
    composition.counts().forEach((z, n) -> counts.put(Elements.symbol(z), n));
    return Map.of(
        "id", id,
        "formula", HillFormula.of(counts),
        "n_atoms", composition.atoms(),
        "elements", counts.keySet().stream().toList());
  }

  /**
   * Goes on with whether a condition holds.
   *
   * @return what {@code next} says; {@link Step.Refused} with {@code undefined_value} or {@code
   *     not_computable} where the condition has no value
   */
  public Step whether(Expression condition, Function<Boolean, Step> next) {
    try {
      return next.apply(condition.holds(found, own));
    } catch (UndefinedValueException e) {
      return new Step.Refused("undefined_value", String.valueOf(e.getMessage()));
    } catch (UncomputableException e) {
      return new Step.Refused("not_computable", String.valueOf(e.getMessage()));
    }
  }

  /**
   * Goes on with a number.
   *
   * @return what {@code next} says; {@link Step.Refused} as of {@link #whether}, and with {@code
   *     not_finite} where the number is none
   */
  public Step with(Expression number, DoubleFunction<Step> next) {
    try {
      double value = number.number(found, own);
      return Double.isFinite(value)
          ? next.apply(value)
          : new Step.Refused(
              "not_finite",
              "'" + number + "' is " + value + " for " + described(number) + ", expected a number");
    } catch (UndefinedValueException e) {
      return new Step.Refused("undefined_value", String.valueOf(e.getMessage()));
    } catch (UncomputableException e) {
      return new Step.Refused("not_computable", String.valueOf(e.getMessage()));
    }
  }

  /** The values that an expression names, for people: {@code hull.e_above_hull = 0.12}. */
  public String described(Expression expression) {
    return expression.values(found, own).entrySet().stream()
        .map(e -> e.getKey() + " = " + e.getValue())
        .collect(Collectors.joining(", "));
  }
}
