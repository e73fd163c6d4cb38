package dev.lehr.activities.campaign;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lehr.activities.campaign.CampaignDefinition.Report;
import dev.lehr.activities.document.Fields;
import dev.lehr.activities.expressions.ValueType;
import dev.lehr.activities.expressions.Vocabulary;
import dev.lehr.activities.reports.ComparedValues;
import dev.lehr.activities.stages.ExpressionField;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.yaml.snakeyaml.nodes.MappingNode;

/** The {@code report} section. */
final class ReportForm {

  private static final String COMPARISON = "comparison";

  private ReportForm() {}

  static Optional<Report> read(Fields root, Vocabulary vocabulary, List<String> stages) {
    Fields f = root.object("report");
    if (!root.has("report")) {
      return Optional.empty();
    }
    Map<String, String> kinds = new LinkedHashMap<>();
    for (String kind : List.of("ground-states", "global-minima", COMPARISON)) {
      kinds.put(kind, kind);
    }
    String kind = f.choice("kind", kinds, "ground-states");
    String expected = "a table of reference values";
    String reference =
        kind.equals(COMPARISON)
            ? f.optionalText("reference").orElse("")
            : f.text("reference", expected);
    Optional<ComparedValues> compared =
        kind.equals(COMPARISON) ? Optional.of(compared(f, vocabulary, stages)) : Optional.empty();
    f.end();
    return Optional.of(new Report(kind, reference, compared));
  }

  private static ComparedValues compared(Fields f, Vocabulary vocabulary, List<String> stages) {
    Fields values = f.object("values");
    if (values.keys().isEmpty()) {
      f.problem(
          "values",
          "is missing, expected names and expressions, such as {B: elastic.bulk_modulus}");
    }
    List<ComparedValues.Column> columns = new ArrayList<>();
    for (String name : values.keys()) {
      columns.add(column(values, name, vocabulary));
    }
    return new ComparedValues(
        ExpressionField.optional(f, "key", "id", vocabulary, ValueType.TEXT),
        columns,
        stage(f, stages),
        f.has("order")
            ? Optional.of(ExpressionField.optional(f, "order", "0", vocabulary, ValueType.NUMBER))
            : Optional.empty());
  }

  private static String stage(Fields f, List<String> stages) {
    String stage = f.optionalText("stage").orElse("");
    if (!stage.isEmpty() && !stages.contains(stage)) {
      f.problem("stage", "found '" + stage + "', expected one of " + String.join(", ", stages));
    }
    return stage;
  }

  private static ComparedValues.Column column(Fields values, String name, Vocabulary vocabulary) {
    String example = "elastic.bulk_modulus";
    if (values.node(name) instanceof MappingNode) {
      Fields f = values.object(name);
      ComparedValues.Column column =
          new ComparedValues.Column(
              name,
              ExpressionField.required(f, "value", example, vocabulary, ValueType.ANYTHING),
              f.optionalText("reference").orElse(name));
      f.end();
      return column;
    }
    return new ComparedValues.Column(
        name,
        ExpressionField.required(values, name, example, vocabulary, ValueType.ANYTHING),
        name);
  }

  static void write(Report report, ObjectNode node) {
    node.put("kind", report.kind());
    if (!report.reference().isEmpty()) {
      node.put("reference", report.reference());
    }
    report
        .compared()
        .ifPresent(
            compared -> {
              node.put("key", compared.key().source());
              ObjectNode values = node.putObject("values");
              for (ComparedValues.Column column : compared.columns()) {
                values
                    .putObject(column.name())
                    .put("value", column.value().source())
                    .put("reference", column.reference());
              }
              if (!compared.stage().isEmpty()) {
                node.put("stage", compared.stage());
              }
              compared.order().ifPresent(order -> node.put("order", order.source()));
            });
  }
}
