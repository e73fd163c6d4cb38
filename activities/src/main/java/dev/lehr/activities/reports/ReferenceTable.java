package dev.lehr.activities.reports;

import dev.lehr.activities.document.TextFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * Reference values with their sources: comma-separated, a header, no quoting; lines that start with
 * {@code #} name the sources and are printed below the report.
 *
 * @param rows by the first column
 * @param sources lines of text
 */
record ReferenceTable(Map<String, Map<String, String>> rows, List<String> sources) {

  private static final List<String> NUMBERS =
      List.of("a", "c", "cohesive", "fitted_cohesive", "energy");

  static ReferenceTable none() {
    return new ReferenceTable(Map.of(), List.of());
  }

  static ReferenceTable read(Path file) throws IOException {
    Map<String, Map<String, String>> rows = new LinkedHashMap<>();
    List<String> sources = new ArrayList<>();
    List<String> header = List.of();
    int number = 0;
    for (String line : TextFile.read(file).lines().toList()) {
      number++;
      if (line.startsWith("#")) {
        sources.add(line.substring(1).stripTrailing().replaceFirst("^ ", ""));
      } else if (!line.isBlank()) {
        List<String> cells = List.of(line.split(",", -1));
        if (header.isEmpty()) {
          header = cells;
        } else {
          rows.put(cells.get(0), row(file, number, header, cells));
        }
      }
    }
    return new ReferenceTable(rows, sources);
  }

  private static Map<String, String> row(
      Path file, int number, List<String> header, List<String> cells) throws IOException {
    if (cells.size() != header.size()) {
      throw new IOException(
          file + ":" + number + ": found " + cells.size() + " cells, expected " + header.size());
    }
    Map<String, String> row = new LinkedHashMap<>();
    for (int i = 0; i < header.size(); i++) {
      row.put(header.get(i).strip(), cells.get(i).strip());
    }
    for (String column : NUMBERS) {
      check(file, number, column, row.getOrDefault(column, ""));
    }
    return row;
  }

  private static void check(Path file, int number, String column, String text) throws IOException {
    try {
      if (!text.isEmpty()) {
        Double.parseDouble(text);
      }
    } catch (NumberFormatException e) {
      throw new IOException(
          file + ":" + number + ": " + column + " is '" + text + "', expected a number", e);
    }
  }

  String text(String key, String column) {
    Map<String, String> row = rows.get(key);
    return row == null ? "" : row.getOrDefault(column, "");
  }

  OptionalDouble number(String key, String column) {
    String text = text(key, column);
    return text.isEmpty() ? OptionalDouble.empty() : OptionalDouble.of(Double.parseDouble(text));
  }
}
