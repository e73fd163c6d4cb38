package dev.lehr.activities.results;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lehr.activities.ledger.ResultRow;
import dev.lehr.workflows.status.TaskStatus;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Aligned columns for people: of stages that advance structures energy, force and steps, of others
 * the first scalars that they have found.
 */
final class TableWriter implements ResultWriter {

  private static final List<String> FIRST = List.of("#", "id", "formula", "status");
  private static final List<String> ADVANCED = List.of("eV/atom", "fmax", "steps", "swaps");
  private static final String LAST = "reason";
  private static final Set<String> LEFT = Set.of("id", "formula", "status", LAST);

  private static final int MOST_FOUND = 7;
  private static final int LONGEST_TEXT = 24;
  private static final MathContext DIGITS = new MathContext(6);

  private final Appendable out;
  private final Set<String> found = new LinkedHashSet<>();
  private final Map<String, Integer> widths = new LinkedHashMap<>();
  private boolean isAdvanced;
  private boolean isDecided;
  private List<String> columns = List.of();

  TableWriter(Appendable out) {
    this.out = out;
  }

  @Override
  public boolean surveys() {
    return true;
  }

  @Override
  public void survey(ResultRow row) {
    ObjectNode fields = ResultFields.of(row, false);
    isAdvanced |= fields.path("energy").isNumber() || row.iterations() > 0;
    isDecided |= row.status().isSuccess() || row.status() == TaskStatus.FILTERED;
    for (Map.Entry<String, JsonNode> property : ResultFields.properties(row).properties()) {
      if (isShort(property.getValue()) && found.size() < MOST_FOUND) {
        found.add(property.getKey());
      }
    }
    cells(row).forEach((name, cell) -> widths.merge(name, cell.length(), Math::max));
  }

  private static boolean isShort(JsonNode value) {
    return value.isNumber()
        || value.isBoolean()
        || (value.isTextual() && value.asText().length() <= LONGEST_TEXT);
  }

  @Override
  public void begin() throws IOException {
    columns = new ArrayList<>(FIRST);
    columns.addAll(isAdvanced || !isDecided ? ADVANCED : found);
    columns.add(LAST);
    Map<String, String> header = new LinkedHashMap<>();
    columns.forEach(name -> header.put(name, name));
    line(header);
  }

  @Override
  public void write(ResultRow row) throws IOException {
    line(cells(row));
  }

  private void line(Map<String, String> cells) throws IOException {
    StringBuilder text = new StringBuilder();
    for (String column : columns) {
      String cell = cells.getOrDefault(column, "");
      int width = Math.max(column.length(), widths.getOrDefault(column, 0));
      String pad = " ".repeat(Math.max(0, width - cell.length()));
      text.append(text.isEmpty() ? "" : "  ");
      text.append(LEFT.contains(column) ? cell + pad : pad + cell);
    }
    out.append(text.toString().stripTrailing()).append('\n');
  }

  /** What may stand in a row, by column. */
  private Map<String, String> cells(ResultRow row) {
    ObjectNode fields = ResultFields.of(row, false);
    Map<String, String> cells = new LinkedHashMap<>();
    for (String name : found) {
      cells.put(name, shown(fields.path(name)));
    }
    cells.put("#", Long.toString(row.structure()));
    cells.put("id", row.id());
    cells.put("formula", row.formula());
    cells.put("status", row.status().key());
    cells.put("eV/atom", shown(fields.path("energy_per_atom"), "%.6f"));
    cells.put("fmax", shown(fields.path("fmax"), "%.2e"));
    cells.put("steps", row.iterations() == 0 ? "" : Integer.toString(row.iterations()));
    cells.put("swaps", row.swapAttempts() == 0 ? "" : Integer.toString(row.swapAttempts()));
    cells.put(LAST, row.detail().isEmpty() ? row.reason() : row.detail());
    return cells;
  }

  private static String shown(JsonNode number, String format) {
    return number.isNumber() ? String.format(Locale.ROOT, format, number.doubleValue()) : "";
  }

  /** Numbers with six digits, and short texts and truths as they are. */
  private static String shown(JsonNode value) {
    if (value.isIntegralNumber() || value.isBoolean() || (value.isTextual() && isShort(value))) {
      return value.asText();
    }
    if (!value.isNumber() || !Double.isFinite(value.doubleValue())) {
      return "";
    }
    double number = value.doubleValue();
    return number != 0 && (Math.abs(number) < 1e-4 || Math.abs(number) >= 1e9)
        ? String.format(Locale.ROOT, "%.4e", number)
        : new BigDecimal(number).round(DIGITS).stripTrailingZeros().toPlainString();
  }
}
