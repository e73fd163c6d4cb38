package dev.lehr.activities.models;

import java.nio.file.Path;
import java.util.List;

/**
 * A model that is now in the cache.
 *
 * @param key the name of its entry
 * @param file where it is
 * @param sha256 of the file
 * @param licence of the weights
 * @param citation where it was published
 * @param note what to know
 * @param rows how it compares with the package's own calculator
 * @param tolerance the largest differences allowed
 */
public record ExportedModel(
    String key,
    Path file,
    String sha256,
    String licence,
    String citation,
    String note,
    List<Comparison> rows,
    Comparison tolerance) {

  /** Copies the list. */
  public ExportedModel {
    rows = List.copyOf(rows);
  }
}
