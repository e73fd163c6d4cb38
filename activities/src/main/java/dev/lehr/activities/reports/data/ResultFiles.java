package dev.lehr.activities.reports.data;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lehr.activities.results.CsvText;
import java.io.IOException;
import java.io.Writer;
import java.util.ArrayList;
import java.util.List;

/**
 * All results, a structure a line: as JSON objects with an object for each stage, and as CSV with
 * the scalars of all stages. Numbers parse back to the same bits.
 */
public final class ResultFiles {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final List<String> COMMON =
      List.of("structure", "id", "source", "formula", "n_atoms");

  private ResultFiles() {}

  /** Writes JSON Lines. */
  public static void jsonLines(Rows rows, List<StageInfo> stages, Writer out) throws IOException {
    rows.forEach(s -> out.append(JSON.writeValueAsString(object(s, stages))).append('\n'));
  }

  private static ObjectNode object(StructureResults s, List<StageInfo> stages) {
    ObjectNode object = JSON.createObjectNode();
    object.put("structure", s.structure());
    object.put("id", s.id());
    object.put("source", s.source());
    object.put("formula", s.formula());
    object.put("n_atoms", s.nAtoms());
    ObjectNode byStage = object.putObject("stages");
    s.stages().forEach((stage, fields) -> byStage.set(stages.get(stage).id(), fields));
    return object;
  }

  /**
   * Writes CSV.
   *
   * @param columns the scalars; each is there with its stage's reason and detail
   */
  public static void csv(Rows rows, List<StageInfo> stages, List<Column> columns, Writer out)
      throws IOException {
    List<Column> all = withReasons(stages, columns);
    List<String> header = new ArrayList<>(COMMON);
    all.forEach(column -> header.add(column.key()));
    out.append(CsvText.line(header));
    rows.forEach(s -> out.append(CsvText.line(cells(s, all))));
  }

  private static List<Column> withReasons(List<StageInfo> stages, List<Column> columns) {
    List<Column> all = new ArrayList<>();
    for (StageInfo stage : stages) {
      for (String name : List.of("status", "reason", "detail")) {
        all.add(new Column(stage.index(), name, stage.id() + "." + name));
      }
      columns.stream()
          .filter(c -> c.stage() == stage.index() && !c.name().equals("status"))
          .forEach(all::add);
    }
    return all;
  }

  private static List<String> cells(StructureResults s, List<Column> columns) {
    List<String> cells =
        new ArrayList<>(
            List.of(
                Long.toString(s.structure()),
                s.id(),
                s.source(),
                s.formula(),
                Integer.toString(s.nAtoms())));
    for (Column column : columns) {
      ObjectNode fields = s.stages().get(column.stage());
      JsonNode value = fields == null ? JSON.nullNode() : fields.path(column.name());
      cells.add(value.isValueNode() ? value.asText("") : "");
    }
    return cells;
  }
}
