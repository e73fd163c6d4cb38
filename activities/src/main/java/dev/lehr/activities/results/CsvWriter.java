package dev.lehr.activities.results;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lehr.activities.ledger.ResultRow;
import java.io.IOException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** RFC 4180 with a header and CRLF; stress as nine columns, other arrays left out. */
final class CsvWriter implements ResultWriter {

  private static final String[] AXES = {"x", "y", "z"};

  private final Appendable out;
  private final Set<String> columns = new LinkedHashSet<>();

  CsvWriter(Appendable out) {
    this.out = out;
  }

  @Override
  public boolean surveys() {
    return true;
  }

  @Override
  public void survey(ResultRow row) {
    for (Map.Entry<String, JsonNode> field : ResultFields.of(row, false).properties()) {
      if (field.getKey().equals("stress")) {
        for (String a : AXES) {
          for (String b : AXES) {
            columns.add("stress_" + a + b);
          }
        }
      } else if (!field.getValue().isContainerNode()) {
        columns.add(field.getKey());
      }
    }
  }

  @Override
  public void begin() throws IOException {
    out.append(CsvText.line(List.copyOf(columns)));
  }

  @Override
  public void write(ResultRow row) throws IOException {
    ObjectNode fields = ResultFields.of(row, false);
    JsonNode stress = fields.path("stress");
    for (int i = 0; i < 3; i++) {
      for (int j = 0; j < 3; j++) {
        fields.set("stress_" + AXES[i] + AXES[j], stress.path(i).path(j));
      }
    }
    out.append(
        CsvText.line(
            columns.stream()
                .map(name -> fields.path(name).isValueNode() ? fields.path(name).asText("") : "")
                .toList()));
  }
}
