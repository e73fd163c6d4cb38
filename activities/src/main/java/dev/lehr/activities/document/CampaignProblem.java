package dev.lehr.activities.document;

/**
 * One thing that is wrong with a campaign file.
 *
 * @param file its name
 * @param line from 1
 * @param column from 1
 * @param path where in the document, for example {@code stages[1].fmax}; empty for the whole
 * @param message what was found, what was expected, and a guess where there is one
 */
public record CampaignProblem(String file, int line, int column, String path, String message) {

  /** The problem in one line, as compilers print it. */
  @Override
  public String toString() {
    String where = path.isEmpty() ? "" : path + ": ";
    return file + ":" + line + ":" + column + ": " + where + message;
  }
}
