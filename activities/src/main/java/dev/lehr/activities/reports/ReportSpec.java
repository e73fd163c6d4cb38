package dev.lehr.activities.reports;

import java.nio.file.Path;

/**
 * The {@code report} section of a campaign file.
 *
 * @param kind which report
 * @param reference table of reference values, see the report
 */
public record ReportSpec(Kind kind, Path reference) {

  /** The reports that there are. */
  public enum Kind {
    /** For each element the prototype of lowest energy, beside experiment. */
    GROUND_STATES("ground-states"),
    /** For each cluster size the lowest energy found, beside a database of minima. */
    GLOBAL_MINIMA("global-minima");

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
