package dev.lehr.activities.files;

import dev.lehr.simulation.structure.AtomColumn;
import dev.lehr.simulation.structure.Elements;
import dev.lehr.simulation.structure.Structure;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.StringTokenizer;
import org.jspecify.annotations.Nullable;

/** A frame while it is read: what its comment line says, and its columns. */
final class FrameComment {

  private final Map<String, Object> info;
  private final Optional<double[]> cell;
  private final boolean[] pbc;
  private final List<PropertyColumn> columns;
  private final boolean declared;
  private final int width;

  private FrameComment(Map<String, Object> info) throws Malformed {
    this.info = info;
    Optional<double[]> lattice = lattice(info.remove("Lattice"));
    pbc = pbc(info.remove("pbc"), lattice.isPresent());
    boolean periodic = pbc[0] || pbc[1] || pbc[2];
    cell = lattice.filter(c -> periodic || !isZero(c));
    Object properties = info.remove("Properties");
    declared = properties != null;
    columns =
        PropertyColumn.parse(
            properties != null ? InfoText.format("Properties", properties) : PropertyColumn.PLAIN);
    width = columns.stream().mapToInt(PropertyColumn::width).sum();
  }

  static FrameComment parse(String line) throws Malformed {
    return new FrameComment(new LinkedHashMap<>(CommentLine.parse(line)));
  }

  private static boolean isZero(double[] cell) {
    for (double x : cell) {
      if (x != 0) {
        return false;
      }
    }
    return true;
  }

  private static Optional<double[]> lattice(@Nullable Object value) throws Malformed {
    if (value == null) {
      return Optional.empty();
    }
    double[] numbers = null;
    if (value instanceof double[] d) {
      numbers = d;
    } else if (value instanceof long[] l) {
      numbers = Arrays.stream(l).asDoubleStream().toArray();
    } else if (value instanceof Long || value instanceof Double) {
      numbers = new double[1];
    }
    if (numbers == null || numbers.length != 9) {
      throw new Malformed(
          "bad_lattice",
          "Lattice",
          numbers == null
              ? Malformed.quoted(InfoText.format("Lattice", value))
              : numbers.length + " numbers",
          "9 numbers, the three lattice vectors one after another");
    }
    return Optional.of(numbers);
  }

  /** Where pbc is not given, a cell means periodic, none means not: as in ASE. */
  private static boolean[] pbc(@Nullable Object value, boolean hasCell) throws Malformed {
    if (value == null) {
      return new boolean[] {hasCell, hasCell, hasCell};
    }
    if (value instanceof Boolean b) {
      return new boolean[] {b, b, b};
    }
    if (value instanceof boolean[] b && b.length == 3) {
      return b;
    }
    if (value instanceof long[] l && l.length == 3 && (l[0] | l[1] | l[2] | 1) == 1) {
      return new boolean[] {l[0] == 1, l[1] == 1, l[2] == 1};
    }
    throw new Malformed(
        "bad_pbc", "pbc", Malformed.quoted(InfoText.format("pbc", value)), "\"T T F\" or the like");
  }

  /** The frame's id where it gives one. */
  Optional<String> id(Optional<String> idField) throws Malformed {
    return Frames.id(info, idField);
  }

  /** Refuses columns that would not fit into memory for so many atoms. */
  void checkSize(int atoms) throws Malformed {
    long weight = columns.stream().mapToLong(PropertyColumn::weight).sum();
    if (atoms * weight > ReadLimits.VALUES) {
      throw new Malformed(
          "too_large",
          "Properties",
          width + " columns of " + atoms + " atoms",
          "at most " + ReadLimits.VALUES + " values");
    }
  }

  void addAtom(StringTokenizer words) throws Malformed {
    int found = words.countTokens();
    if (found < width || (declared && found > width)) {
      throw new Malformed(
          "bad_columns", "atom", found + " columns", width + " columns as Properties says");
    }
    for (PropertyColumn column : columns) {
      for (int i = 0; i < column.width(); i++) {
        String word = words.nextToken();
        if (column.is("species", 'S', 1)) {
          checkSymbol(word);
        }
        column.add(word);
      }
    }
  }

  Structure structure(String id, String source) throws Malformed {
    double[] positions = new double[0];
    int[] fromSpecies = null;
    int[] fromZ = null;
    Map<String, AtomColumn> rest = new LinkedHashMap<>();
    for (PropertyColumn c : columns) {
      if (c.is("pos", 'R', 3)) {
        positions = c.reals();
      } else if (c.is("species", 'S', 1)) {
        fromSpecies = numbers(c.words());
      } else if (c.is("Z", 'I', 1)) {
        fromZ = numbers(c.integers());
      } else {
        rest.put(c.name(), c.column());
      }
    }
    int[] numbers = fromSpecies != null ? fromSpecies : fromZ != null ? fromZ : new int[0];
    if (fromSpecies != null && fromZ != null && !Arrays.equals(fromSpecies, fromZ)) {
      throw new Malformed("species_mismatch", "Z", "numbers of other elements", "those of species");
    }
    Constraints.check(info, rest);
    Structure.Builder builder =
        Structure.builder(id, source, numbers, positions).pbc(pbc[0], pbc[1], pbc[2]);
    cell.ifPresent(builder::cell);
    info.forEach(builder::info);
    rest.forEach(builder::array);
    for (String key : List.of("mass", "masses")) {
      if (rest.get(key) instanceof AtomColumn.Reals m && m.width() == 1) {
        builder.masses(m.data());
      }
    }
    return builder.build();
  }

  private static void checkSymbol(String symbol) throws Malformed {
    if (Elements.number(symbol).isEmpty()) {
      throw new Malformed(
          "unknown_element",
          "species",
          Malformed.quoted(symbol),
          "the symbol of an element"
              + Elements.guess(symbol).map(g -> ", perhaps " + g).orElse(""));
    }
  }

  private static int[] numbers(List<String> species) {
    return species.stream().mapToInt(Elements::require).toArray();
  }

  /** Numbers beyond any element become 0, which the checks name. */
  private static int[] numbers(long[] z) {
    int[] numbers = new int[z.length];
    for (int i = 0; i < z.length; i++) {
      numbers[i] = z[i] > 0 && z[i] <= Elements.MAX ? (int) z[i] : 0;
    }
    return numbers;
  }
}
