package dev.lehr.activities.reports.html;

import java.util.List;

/**
 * What there is to say of a campaign's model beyond the campaign's definition.
 *
 * @param summary one line; may be empty
 * @param notes what to know before trusting its numbers, a sentence each
 * @param source where it was published; may be empty
 */
public record AboutModel(String summary, List<String> notes, String source) {

  /** Nothing. */
  public static AboutModel unknown() {
    return new AboutModel("", List.of(), "");
  }
}
