package dev.lehr.activities.document;

import java.util.List;
import java.util.stream.Collectors;

/** A campaign file that cannot be used; carries every problem that was found in it. */
public final class CampaignParseException extends Exception {
  private static final long serialVersionUID = 1L;

  private final transient List<CampaignProblem> problems;

  CampaignParseException(List<CampaignProblem> problems) {
    super(problems.stream().map(CampaignProblem::toString).collect(Collectors.joining("\n")));
    this.problems = List.copyOf(problems);
  }

  /** The problems, in the order of the file. */
  public List<CampaignProblem> problems() {
    return problems;
  }
}
