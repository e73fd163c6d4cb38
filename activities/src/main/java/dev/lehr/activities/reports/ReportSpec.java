package dev.lehr.activities.reports;

import java.nio.file.Path;
import java.util.Optional;

/**
 * The {@code report} section of a campaign file.
 *
 * @param kind which report
 * @param reference table of reference values, see the report; a comparison may have none
 * @param compared what is put beside them, where the user says
 */
public record ReportSpec(Kind kind, Optional<Path> reference, Optional<ComparedValues> compared) {

  /** A report that knows by itself what it compares. */
  public ReportSpec(Kind kind, Path reference) {
    this(kind, Optional.of(reference), Optional.empty());
  }

  /** The reports that there are. */
  public enum Kind {
    /** For each element the prototype of lowest energy, beside experiment. */
    GROUND_STATES("ground-states"),
    /** For each cluster size the lowest energy found, beside a database of minima. */
    GLOBAL_MINIMA("global-minima"),
    /** Values of any stages, beside the columns of a table. */
    COMPARISON("comparison");

    private final String key;

    Kind(String key) {
      this.key = key;
    }

    /** The word of campaign files. */
    public String key() {
      return key;
    }
  }
}
