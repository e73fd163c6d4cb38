package dev.lehr.activities.results;

import java.util.List;
import java.util.stream.Collectors;

/** Lines of RFC 4180. */
public final class CsvText {

  private CsvText() {}

  /** A line with its CRLF; cells are quoted where they must be. */
  public static String line(List<String> cells) {
    return cells.stream().map(CsvText::quoted).collect(Collectors.joining(",", "", "\r\n"));
  }

  private static String quoted(String cell) {
    boolean plain = cell.chars().noneMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r');
    return plain ? cell : '"' + cell.replace("\"", "\"\"") + '"';
  }
}
