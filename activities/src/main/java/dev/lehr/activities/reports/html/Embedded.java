package dev.lehr.activities.reports.html;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lehr.activities.reports.data.Column;
import dev.lehr.activities.reports.data.StageInfo;
import dev.lehr.activities.reports.data.StructureResults;
import java.io.IOException;
import java.io.Writer;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The data in a page: a summary, a line of scalars for each structure, and for some an element with
 * arrays and geometry of its own, which the page reads only when it is asked for.
 */
final class Embedded {

  /** Structures in the page's table. */
  static final int MOST_ROWS = 100_000;

  /** With more structures than these, numbers in the page have seven digits. */
  static final int MOST_EXACT = 10_000;

  private static final Set<String> WHY = Set.of("reason", "detail");
  private static final MathContext DIGITS = new MathContext(7);
  private static final ObjectMapper JSON = new ObjectMapper();

  private final ReportData data;
  private final Writer page;
  private final List<Column> columns;
  private final List<String> statuses;
  private final long budget;

  /**
   * To a page.
   *
   * @param budget characters that the arrays of all structures may take together
   */
  Embedded(ReportData data, Writer page, long budget) {
    this.data = data;
    this.page = page;
    this.columns =
        data.overview().columns().stream()
            .filter(c -> !Set.of("status", "structure").contains(c.name()))
            .toList();
    this.statuses = statuses(data);
    this.budget = budget;
  }

  private static List<String> statuses(ReportData data) {
    Set<String> all = new LinkedHashSet<>();
    for (StageInfo stage : data.overview().stages()) {
      data.overview().counts(stage.index()).keySet().stream().sorted().forEach(all::add);
    }
    return List.copyOf(all);
  }

  private boolean exact() {
    return data.overview().structures() <= MOST_EXACT;
  }

  /** Writes all of it. */
  void write() throws IOException {
    Set<Integer> numeric = new HashSet<>();
    element("lehr-rows", json -> rows(json, numeric));
    details();
    element("lehr-summary", json -> summary(json, numeric));
  }

  private interface Content {
    void to(JsonGenerator json) throws IOException;
  }

  private void element(String id, Content content) throws IOException {
    page.write("<script type=\"application/json\" id=\"" + id + "\">");
    try (JsonGenerator json = new JsonFactory(JSON).createGenerator(new ScriptData(page))) {
      content.to(json);
    }
    page.write("</script>\n");
  }

  private void rows(JsonGenerator json, Set<Integer> numeric) throws IOException {
    long[] left = {MOST_ROWS};
    json.writeStartArray();
    data.rows()
        .forEach(
            s -> {
              if (left[0]-- > 0) {
                json.writeRaw('\n');
                row(json, s, numeric);
              }
            });
    json.writeEndArray();
  }

  private void row(JsonGenerator json, StructureResults s, Set<Integer> numeric)
      throws IOException {
    json.writeStartArray();
    json.writeNumber(s.structure());
    json.writeString(s.id());
    json.writeString(s.formula());
    json.writeNumber(s.nAtoms());
    json.writeStartArray();
    for (StageInfo stage : data.overview().stages()) {
      ObjectNode fields = s.stages().get(stage.index());
      if (fields == null) {
        json.writeNull();
      } else {
        json.writeNumber(statuses.indexOf(fields.path("status").asText()));
      }
    }
    json.writeEndArray();
    json.writeStartArray();
    for (int i = 0; i < columns.size(); i++) {
      ObjectNode fields = s.stages().get(columns.get(i).stage());
      JsonNode value = fields == null ? JSON.nullNode() : fields.path(columns.get(i).name());
      if (value.isNumber()) {
        numeric.add(i);
      }
      scalar(json, value);
    }
    json.writeEndArray();
    json.writeEndArray();
  }

  private void scalar(JsonGenerator json, JsonNode value) throws IOException {
    if (value.isFloatingPointNumber() && !exact()) {
      json.writeNumber(new BigDecimal(value.doubleValue()).round(DIGITS).doubleValue());
    } else if (value.isNumber() || value.isBoolean() || value.isTextual()) {
      JSON.writeTree(json, value);
    } else {
      json.writeNull();
    }
  }

  private void details() throws IOException {
    long[] used = {0};
    data.rows()
        .forEach(
            s -> {
              if (data.chosen().contains(s.structure())) {
                String text = detail(s);
                used[0] += text.length();
                if (used[0] <= budget) {
                  element("detail-" + s.structure(), json -> json.writeRaw(text));
                }
              }
            });
  }

  /** Arrays, objects and why it went wrong by stage, and the geometry. */
  private String detail(StructureResults s) {
    ObjectNode stages = JSON.createObjectNode();
    s.stages()
        .forEach(
            (stage, fields) -> {
              ObjectNode arrays = JSON.createObjectNode();
              for (Map.Entry<String, JsonNode> field : fields.properties()) {
                boolean why = WHY.contains(field.getKey()) && field.getValue().isTextual();
                if (why || field.getValue().isContainerNode()) {
                  arrays.set(field.getKey(), field.getValue());
                }
              }
              stages.set(data.overview().stages().get(stage).id(), arrays);
            });
    List<String> parts = new ArrayList<>(List.of("\"stages\":" + stages));
    data.geometries().initial(s.structure()).ifPresent(g -> parts.add("\"initial\":" + g));
    data.geometries().last(s.structure()).ifPresent(g -> parts.add("\"final\":" + g));
    return "{" + String.join(",", parts) + "}";
  }

  private void summary(JsonGenerator json, Set<Integer> numeric) throws IOException {
    ObjectNode summary = JSON.createObjectNode();
    summary.put("name", data.campaign().name());
    summary.put("structures", data.overview().structures());
    statuses.forEach(summary.putArray("statuses")::add);
    var stages = summary.putArray("stages");
    for (StageInfo stage : data.overview().stages()) {
      ObjectNode node = stages.addObject();
      node.put("id", stage.id()).put("kind", stage.kind());
      node.set("settings", stage.settings());
      ObjectNode counts = node.putObject("counts");
      data.overview().counts(stage.index()).forEach(counts::put);
    }
    var written = summary.putArray("columns");
    for (int i = 0; i < columns.size(); i++) {
      Column c = columns.get(i);
      ObjectNode node = written.addObject();
      node.put("stage", c.stage()).put("name", c.name()).put("key", c.key());
      node.put("numeric", numeric.contains(i));
    }
    JSON.writeTree(json, summary);
  }
}
