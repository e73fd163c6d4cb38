package dev.lehr.activities.expressions;

/**
 * One thing that is wrong with an expression.
 *
 * @param column where, from 1
 * @param message what was found, what was expected, and a guess where there is one
 */
public record ExpressionProblem(int column, String message) {

  @Override
  public String toString() {
    return "column " + column + ": " + message;
  }
}
