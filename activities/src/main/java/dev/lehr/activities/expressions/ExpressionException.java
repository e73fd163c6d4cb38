package dev.lehr.activities.expressions;

import java.util.List;
import java.util.stream.Collectors;

/** An expression that cannot be used; carries every problem that was found in it. */
public final class ExpressionException extends Exception {
  private static final long serialVersionUID = 1L;

  private final transient List<ExpressionProblem> problems;

  ExpressionException(List<ExpressionProblem> problems) {
    super(problems.stream().map(ExpressionProblem::toString).collect(Collectors.joining("\n")));
    this.problems = List.copyOf(problems);
  }

  /** The problems, by column. */
  public List<ExpressionProblem> problems() {
    return problems;
  }
}
