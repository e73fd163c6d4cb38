package dev.lehr.activities.reports;

import java.util.ArrayList;
import java.util.List;

/** Columns of text beside each other, as wide as they have to be. */
final class TextTable {

  /** A column; the group stands above its name, and reaches over columns that begin none. */
  private record Column(
      String group,
      boolean begins,
      String name,
      List<String> cells,
      boolean toTheRight,
      String last) {

    int width() {
      int width = Math.max(name.length(), last.length());
      for (String cell : cells) {
        width = Math.max(width, cell.length());
      }
      return width;
    }

    String padded(String text, int width) {
      String blanks = " ".repeat(Math.max(0, width - text.length()));
      return toTheRight ? blanks + text : text + blanks;
    }
  }

  private final List<Column> columns = new ArrayList<>();

  /** Adds the first column of a group, whose name may be empty. */
  void group(String group, String name, List<String> cells, boolean toTheRight) {
    columns.add(new Column(group, true, name, cells, toTheRight, ""));
  }

  /** Adds another column to the group. */
  void column(String name, List<String> cells, boolean toTheRight) {
    columns.add(new Column("", false, name, cells, toTheRight, ""));
  }

  /** Sets the cell of the last line for the column that was added last. */
  void last(String cell) {
    Column c = columns.remove(columns.size() - 1);
    columns.add(new Column(c.group(), c.begins(), c.name(), c.cells(), c.toTheRight(), cell));
  }

  String text() {
    int[] widths = widths();
    StringBuilder text = new StringBuilder();
    if (columns.stream().anyMatch(c -> !c.group().isEmpty())) {
      line(text, widths, -2);
    }
    line(text, widths, -1);
    int rows = columns.stream().mapToInt(c -> c.cells().size()).max().orElse(0);
    for (int i = 0; i < rows; i++) {
      line(text, widths, i);
    }
    if (columns.stream().anyMatch(c -> !c.last().isEmpty())) {
      line(text, widths, rows);
    }
    return text.toString();
  }

  /** A column that begins a group is as wide as the group's name needs it to be. */
  private int[] widths() {
    int[] widths = columns.stream().mapToInt(Column::width).toArray();
    for (int i = 0; i < widths.length; i++) {
      int reach = widths[i];
      for (int k = i + 1; k < widths.length && !columns.get(k).begins(); k++) {
        reach += gap(k) + widths[k];
      }
      widths[i] += Math.max(0, columns.get(i).group().length() - reach);
    }
    return widths;
  }

  private int gap(int column) {
    if (column == 0) {
      return 0;
    }
    return columns.get(column).begins() ? 3 : 1;
  }

  /** The names of groups are row -2, those of columns row -1. */
  private void line(StringBuilder text, int[] widths, int row) {
    StringBuilder line = new StringBuilder();
    int at = 0;
    for (int i = 0; i < widths.length; i++) {
      Column c = columns.get(i);
      at += gap(i);
      line.append(" ".repeat(Math.max(0, at - line.length())));
      if (row == -2) {
        line.append(c.group());
      } else {
        line.append(c.padded(cell(c, row), widths[i]));
      }
      at += widths[i];
    }
    text.append(line.toString().stripTrailing()).append('\n');
  }

  private static String cell(Column column, int row) {
    if (row == -1) {
      return column.name();
    }
    return row < column.cells().size() ? column.cells().get(row) : column.last();
  }
}
