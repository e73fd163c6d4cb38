package dev.lehr.activities.reports.data;

import java.util.List;

/**
 * Structures that did not come through a stage for the same reason.
 *
 * @param stage id of the stage
 * @param status failed, filtered, ...
 * @param reason machine-readable
 * @param count how many
 * @param examples some of them
 */
public record Failure(
    String stage, String status, String reason, long count, List<Example> examples) {

  /**
   * One of them.
   *
   * @param id the structure's id
   * @param detail what happened, a sentence; may be empty
   */
  public record Example(String id, String detail) {}
}
