package dev.lehr.activities.files;

import dev.lehr.simulation.structure.AtomColumn;
import dev.lehr.simulation.structure.Elements;
import dev.lehr.simulation.structure.Structure;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * Writes extended XYZ that ASE reads with energy, forces and stress as a calculator's results.
 *
 * <p>Info and per-atom columns of the input come out as they went in. Ours are prefixed {@code
 * lehr_}: the id as {@code lehr_id}, and, where new results take the names that ASE knows, the
 * input's results as {@code lehr_input_energy} and so on. Numbers parse back to the same bits. What
 * has no cell is written without {@code Lattice}.
 */
public final class ExtxyzWriter {

  /** Begins every key and column of ours. */
  public static final String PREFIX = "lehr_";

  private static final String INPUT = PREFIX + "input_";
  private static final Set<String> RESULTS = Set.of("energy", "free_energy", "stress");
  private static final Set<String> ATOM_RESULTS = Set.of("forces", "energies", "stresses");

  private final Appendable out;

  /**
   * @param out where the text goes; not closed
   */
  public ExtxyzWriter(Appendable out) {
    this.out = out;
  }

  /**
   * Writes one frame.
   *
   * @throws IllegalArgumentException where the structure holds what XYZ cannot: a word of a column
   *     that is empty or has blanks in it, or arrays of the wrong length
   */
  public void write(Structure s, ComputedProperties computed) throws IOException {
    Map<String, AtomColumn> columns = columns(s, computed);
    StringBuilder text = new StringBuilder();
    text.append(s.nAtoms()).append('\n');
    comment(text, s, computed, columns);
    atoms(text, s, computed.positions().orElseGet(s::positions), columns);
    out.append(text);
  }

  private static Map<String, AtomColumn> columns(Structure s, ComputedProperties computed) {
    Map<String, AtomColumn> columns = new LinkedHashMap<>();
    s.arrays()
        .forEach(
            (name, column) -> {
              boolean old = computed.supersedes() && ATOM_RESULTS.contains(name);
              columns.putIfAbsent(old ? INPUT + name : name, column);
            });
    if (!columns.containsKey("masses") && !columns.containsKey("mass")) {
      s.masses().ifPresent(m -> columns.put("masses", new AtomColumn.Reals(1, m)));
    }
    computed.forces().ifPresent(f -> columns.put("forces", new AtomColumn.Reals(3, f)));
    columns.forEach(
        (name, column) -> {
          if (column.length() != s.nAtoms() * column.width()) {
            throw new IllegalArgumentException(
                name + " has " + column.length() + " values for " + s.nAtoms() + " atoms");
          }
        });
    return columns;
  }

  private static void comment(
      StringBuilder text,
      Structure s,
      ComputedProperties computed,
      Map<String, AtomColumn> columns) {
    computed
        .cell()
        .or(s::cell)
        .ifPresent(
            c -> text.append("Lattice=\"").append(InfoText.format("Lattice", c)).append("\" "));
    text.append("Properties=species:S:1:pos:R:3");
    columns.forEach(
        (name, c) ->
            text.append(':')
                .append(name)
                .append(':')
                .append(c.kind())
                .append(':')
                .append(c.width()));
    info(s, computed).forEach((key, value) -> pair(text, key, value));
    boolean[] pbc = s.pbc();
    text.append(" pbc=\"").append(InfoText.format("pbc", pbc)).append("\"\n");
  }

  private static Map<String, Object> info(Structure s, ComputedProperties computed) {
    Map<String, Object> info = new LinkedHashMap<>();
    s.info()
        .forEach(
            (key, value) -> {
              boolean old = computed.supersedes() && RESULTS.contains(key);
              boolean unreadable =
                  (key.equals("stress") || key.equals("virial")) && !isNineNumbers(value);
              info.putIfAbsent(old || unreadable ? INPUT + key : key, value);
            });
    computed.energy().ifPresent(e -> info.put("energy", e));
    computed.stress().ifPresent(stress -> info.put("stress", stress.clone()));
    info.put(PREFIX + "id", s.id());
    computed.fields().forEach((key, value) -> info.put(PREFIX + key, value));
    return info;
  }

  /** ASE reads nothing of a file in which these keys are anything else. */
  private static boolean isNineNumbers(Object value) {
    return (value instanceof double[] d && d.length == 9)
        || (value instanceof long[] l && l.length == 9);
  }

  private static void pair(StringBuilder text, String key, Object value) {
    text.append(' ').append(escaped(key)).append('=').append(escaped(InfoText.format(key, value)));
  }

  private static String escaped(String word) {
    boolean plain =
        !word.isEmpty()
            && word.chars()
                .noneMatch(c -> Character.isWhitespace(c) || "\"'{}[]\\=".indexOf(c) >= 0);
    return plain ? word : '"' + word.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }

  private static void atoms(
      StringBuilder text, Structure s, double[] x, Map<String, AtomColumn> columns) {
    if (x.length != 3 * s.nAtoms()) {
      throw new IllegalArgumentException(
          "positions has " + x.length + " values for " + s.nAtoms() + " atoms");
    }
    for (int i = 0; i < s.nAtoms(); i++) {
      text.append(Elements.symbol(s.atomicNumber(i)));
      for (int c = 3 * i; c < 3 * i + 3; c++) {
        text.append(' ').append(x[c]);
      }
      for (Map.Entry<String, AtomColumn> entry : columns.entrySet()) {
        int width = entry.getValue().width();
        for (int c = width * i; c < width * (i + 1); c++) {
          text.append(' ').append(word(entry.getKey(), entry.getValue(), c));
        }
      }
      text.append('\n');
    }
  }

  private static String word(String name, AtomColumn column, int at) {
    if (column instanceof AtomColumn.Reals r) {
      return Double.toString(r.data()[at]);
    }
    if (column instanceof AtomColumn.Integers l) {
      return Long.toString(l.data()[at]);
    }
    if (column instanceof AtomColumn.Logicals b) {
      return b.data()[at] ? "T" : "F";
    }
    String word = ((AtomColumn.Strings) column).data()[at];
    if (word.isEmpty() || word.chars().anyMatch(Character::isWhitespace)) {
      throw new IllegalArgumentException(
          "column '" + name + "' has '" + word + "', expected a word without blanks");
    }
    return word;
  }
}
