package dev.lehr.activities.results;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lehr.activities.ledger.ResultRow;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** Aligned columns for people. */
final class TableWriter implements ResultWriter {

  private static final List<String> HEADER =
      List.of("#", "id", "formula", "status", "eV/atom", "fmax", "steps", "swaps", "reason");
  private static final List<Boolean> RIGHT =
      List.of(true, false, false, false, true, true, true, true, false);

  private final Appendable out;
  private final int[] widths = HEADER.stream().mapToInt(String::length).toArray();

  TableWriter(Appendable out) {
    this.out = out;
  }

  @Override
  public boolean surveys() {
    return true;
  }

  @Override
  public void survey(ResultRow row) {
    List<String> cells = cells(row);
    Arrays.setAll(widths, i -> Math.max(widths[i], cells.get(i).length()));
  }

  @Override
  public void begin() throws IOException {
    line(HEADER);
  }

  @Override
  public void write(ResultRow row) throws IOException {
    line(cells(row));
  }

  private void line(List<String> cells) throws IOException {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < cells.size(); i++) {
      String pad = " ".repeat(Math.max(0, widths[i] - cells.get(i).length()));
      text.append(i == 0 ? "" : "  ");
      text.append(RIGHT.get(i) ? pad + cells.get(i) : cells.get(i) + pad);
    }
    out.append(text.toString().stripTrailing()).append('\n');
  }

  private static List<String> cells(ResultRow row) {
    ObjectNode fields = ResultFields.of(row, false);
    return List.of(
        Long.toString(row.structure()),
        row.id(),
        row.formula(),
        row.status().key(),
        shown(fields.path("energy_per_atom"), "%.6f"),
        shown(fields.path("fmax"), "%.2e"),
        row.iterations() == 0 ? "" : Integer.toString(row.iterations()),
        row.swapAttempts() == 0 ? "" : Integer.toString(row.swapAttempts()),
        row.detail().isEmpty() ? row.reason() : row.detail());
  }

  private static String shown(JsonNode number, String format) {
    return number.isNumber() ? String.format(Locale.ROOT, format, number.doubleValue()) : "";
  }
}
