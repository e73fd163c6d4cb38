package dev.lehr.activities.stages;

import dev.lehr.activities.document.Fields;
import dev.lehr.activities.expressions.Expression;
import dev.lehr.activities.expressions.ExpressionException;
import dev.lehr.activities.expressions.ExpressionProblem;
import dev.lehr.activities.expressions.ValueType;
import dev.lehr.activities.expressions.Vocabulary;

/** Reads expressions out of settings. */
public final class ExpressionField {

  private ExpressionField() {}

  /**
   * An expression that must be there. Each problem is noted at the field, and a constant is
   * answered in place of one that cannot be read.
   *
   * @param example for those who left it out
   */
  public static Expression required(
      Fields fields, String key, String example, Vocabulary vocabulary, ValueType type) {
    boolean isThere = fields.has(key);
    String source = fields.text(key, "an expression such as " + example);
    if (isThere && source.isBlank()) {
      fields.problem(key, "the expression is empty, expected one such as " + example);
    }
    return source.isBlank() ? constant(type) : compiled(fields, key, source, vocabulary, type);
  }

  /** An expression that may be left out; see {@link #required}. */
  public static Expression optional(
      Fields fields, String key, String fallback, Vocabulary vocabulary, ValueType type) {
    return compiled(fields, key, fields.optionalText(key).orElse(fallback), vocabulary, type);
  }

  private static Expression compiled(
      Fields fields, String key, String source, Vocabulary vocabulary, ValueType type) {
    try {
      return Expression.compile(source, vocabulary, type);
    } catch (ExpressionException e) {
      for (ExpressionProblem problem : e.problems()) {
        fields.problem(key, "in '" + source + "', " + problem);
      }
      return constant(type);
    }
  }

  private static Expression constant(ValueType type) {
    try {
      String source = type == ValueType.TRUTH ? "true" : "0";
      return Expression.compile(source, Vocabulary.ofStructures().build(), ValueType.ANYTHING);
    } catch (ExpressionException e) {
      throw new IllegalStateException(e);
    }
  }
}
