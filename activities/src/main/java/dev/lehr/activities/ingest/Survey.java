package dev.lehr.activities.ingest;

import dev.lehr.activities.files.FileProblem;
import dev.lehr.activities.ledger.StructureRow;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * What a reading of all structures of an intake finds.
 *
 * @param digests content digest of each id, in order
 * @param rejections why each bad structure is set aside, for people
 * @param problems what makes the campaign as a whole impossible: files that are missing, ids that
 *     repeat
 * @param notes what directories and globs left out, for people
 */
public record Survey(
    Map<String, String> digests,
    List<String> rejections,
    List<String> problems,
    List<String> notes) {

  /** Reads all structures and keeps none. */
  public static Survey of(Intake intake) {
    return of(intake, row -> {});
  }

  /** The same; each structure is shown to somebody who may keep it. */
  public static Survey of(Intake intake, Consumer<StructureRow> each) {
    Map<String, String> digests = new LinkedHashMap<>();
    List<String> rejections = new ArrayList<>();
    List<String> repeated = new ArrayList<>();
    try (StructureRows rows = new StructureRows(intake)) {
      while (rows.hasNext()) {
        StructureRow row = rows.next();
        each.accept(row);
        row.rejection().ifPresent(r -> rejections.add(r.detail()));
        if (digests.put(row.id(), row.digest()) != null) {
          repeated.add(
              row.source() + ": id '" + row.id() + "' is there before, expected one of its own");
        }
      }
      List<String> problems =
          new ArrayList<>(
              rows.problems().stream()
                  .filter(p -> !p.reason().equals("duplicate_id"))
                  .map(FileProblem::message)
                  .toList());
      problems.addAll(repeated);
      if (digests.isEmpty() && problems.isEmpty()) {
        problems.add("structures: found no structure, expected at least one");
      }
      return new Survey(digests, rejections, problems, rows.notes());
    }
  }
}
