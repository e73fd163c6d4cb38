package dev.lehr.activities.files;

import java.util.List;
import java.util.stream.Collectors;

/** A file of tabulated functions that cannot be used; carries the problems that were found. */
public final class UnusableTableException extends Exception {
  private static final long serialVersionUID = 1L;

  private final transient List<FileProblem> problems;

  UnusableTableException(List<FileProblem> problems) {
    super(problems.stream().map(FileProblem::message).collect(Collectors.joining("\n")));
    this.problems = List.copyOf(problems);
  }

  /** The problems, in the order of the file. */
  public List<FileProblem> problems() {
    return problems;
  }
}
