package dev.lehr.activities.reports;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lehr.activities.expressions.Expression;
import dev.lehr.activities.expressions.UncomputableException;
import dev.lehr.activities.expressions.UndefinedValueException;
import dev.lehr.activities.ledger.CampaignRow;
import dev.lehr.activities.ledger.Ledger;
import dev.lehr.activities.reports.data.Rows;
import dev.lehr.activities.reports.data.StructureResults;
import dev.lehr.activities.stages.Formulas;
import dev.lehr.activities.stages.StructureValues;
import dev.lehr.simulation.recipe.Candidate;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Values of the structures that came through a stage, beside the columns of a table of references,
 * with differences in percent.
 */
final class ComparisonTable {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final TypeReference<LinkedHashMap<String, Object>> VALUES =
      new TypeReference<>() {};

  /** Of a structure: its place in the order, the row of references, and its values. */
  private record Line(double place, String key, String id, List<Optional<Object>> values) {}

  private final ReferenceTable reference;
  private final ComparedValues compared;

  private ComparisonTable(ReferenceTable reference, ComparedValues compared) {
    this.reference = reference;
    this.compared = compared;
  }

  static String text(
      Ledger ledger, CampaignRow campaign, ReferenceTable reference, ComparedValues compared)
      throws IOException {
    List<Line> lines = new ArrayList<>();
    Path directory = Files.createTempDirectory("lehr-report-");
    try (Rows rows = Rows.read(ledger, campaign, directory)) {
      rows.forEach(structure -> line(campaign, structure, compared).ifPresent(lines::add));
    } finally {
      Files.delete(directory);
    }
    return new ComparisonTable(reference, compared).text(lines);
  }

  private static Optional<Line> line(
      CampaignRow campaign, StructureResults structure, ComparedValues compared) {
    int through =
        compared.stage().isEmpty()
            ? campaign.stages().size() - 1
            : campaign.stages().indexOf(compared.stage());
    if (!structure.stages().containsKey(through)
        || !structure.stages().get(through).path("status").asText().equals("converged")) {
      return Optional.empty();
    }
    Map<String, Map<String, Object>> found = new LinkedHashMap<>();
    structure
        .stages()
        .forEach((stage, fields) -> found.put(campaign.stages().get(stage), plain(fields)));
    StructureValues values =
        StructureValues.of(
            new Candidate(
                structure.id(),
                Formulas.composition(structure.formula()),
                Optional.empty(),
                found));
    double place =
        compared
            .order()
            .flatMap(order -> value(order, values))
            .map(v -> v instanceof Number n ? n.doubleValue() : Double.NaN)
            .orElse(Double.NaN);
    return Optional.of(
        new Line(
            place,
            value(compared.key(), values).map(Object::toString).orElse(structure.id()),
            structure.id(),
            compared.columns().stream().map(c -> value(c.value(), values)).toList()));
  }

  private static Map<String, Object> plain(ObjectNode fields) {
    return JSON.convertValue(fields, VALUES);
  }

  private static Optional<Object> value(Expression expression, StructureValues values) {
    try {
      return Optional.of(expression.evaluate(values.found(), values.own()));
    } catch (UndefinedValueException | UncomputableException e) {
      return Optional.empty();
    }
  }

  private String text(List<Line> lines) throws IOException {
    if (lines.isEmpty()) {
      return "No structure came through the stage, so there is nothing to show.\n";
    }
    // Places that nobody has are behind all numbers, in the order of the campaign.
    List<Line> sorted = lines.stream().sorted(Comparator.comparingDouble(Line::place)).toList();
    TextTable table = new TextTable();
    table.column("", sorted.stream().map(Line::key).toList(), false);
    if (sorted.stream().anyMatch(l -> !l.key().equals(l.id()))) {
      table.column("", sorted.stream().map(Line::id).toList(), false);
    }
    boolean anyReference = false;
    for (int i = 0; i < compared.columns().size(); i++) {
      anyReference |= add(table, sorted, i);
    }
    StringBuilder text = new StringBuilder(table.text());
    if (anyReference) {
      text.append(
          "\n%: the difference from the reference; in the last line the mean of its absolute"
              + " values.\n");
    }
    reference.sources().forEach(s -> text.append("  ").append(s).append('\n'));
    return text.toString();
  }

  /** Adds a value, and its reference if there is one; answers whether there is. */
  private boolean add(TextTable table, List<Line> lines, int which) throws IOException {
    ComparedValues.Column column = compared.columns().get(which);
    List<Optional<Object>> values = lines.stream().map(l -> l.values().get(which)).toList();
    int digits = Shown.digits(values);
    List<String> found =
        values.stream().map(v -> v.map(x -> Shown.of(x, digits)).orElse("-")).toList();
    if (lines.stream().allMatch(l -> reference.text(l.key(), column.reference()).isEmpty())) {
      table.group("", column.name(), found, true);
      return false;
    }
    List<String> theirs = new ArrayList<>();
    List<String> differences = new ArrayList<>();
    double sum = 0;
    int count = 0;
    for (int i = 0; i < lines.size(); i++) {
      String text = reference.text(lines.get(i).key(), column.reference());
      theirs.add(text);
      Object ours = values.get(i).orElse("");
      if (text.isEmpty() || values.get(i).isEmpty()) {
        differences.add("");
      } else if (ours instanceof Number n) {
        double percent = 100 * (n.doubleValue() / number(lines.get(i).key(), column, text) - 1);
        sum += Math.abs(percent);
        count++;
        differences.add(String.format(Locale.ROOT, "%+.1f", percent));
      } else {
        differences.add(ours.toString().equalsIgnoreCase(text) ? "ok" : "NOT");
      }
    }
    table.group(column.name(), "found", found, true);
    table.column("ref.", theirs, true);
    table.column("%", differences, true);
    if (count > 0) {
      table.last(String.format(Locale.ROOT, "%.1f", sum / count));
    }
    return true;
  }

  private static double number(String key, ComparedValues.Column column, String text)
      throws IOException {
    try {
      return Double.parseDouble(text);
    } catch (NumberFormatException e) {
      throw new IOException(
          "the table of references: "
              + column.reference()
              + " of "
              + key
              + " is '"
              + text
              + "', expected a number as "
              + column.value()
              + " is one",
          e);
    }
  }
}
