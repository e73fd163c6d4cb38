package dev.lehr.activities.files;

import dev.lehr.simulation.structure.AtomColumn;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** One triplet of {@code Properties=name:kind:width...} and the values read for it so far. */
final class PropertyColumn {

  static final String PLAIN = "species:S:1:pos:R:3";
  private static final int WIDEST = 10_000;
  private static final int KNOWN = 1_000;
  private static final int WEIGHT_OF_WORD = 6;

  private final String name;
  private final char kind;
  private final int width;
  private double[] reals = new double[0];
  private long[] integers = new long[0];
  private final List<String> words = new ArrayList<>();

  /** Words that repeat, such as symbols, are held once. */
  private final Map<String, String> known = new HashMap<>();

  private int size;

  private PropertyColumn(String name, char kind, int width) {
    this.name = name;
    this.kind = kind;
    this.width = width;
  }

  String name() {
    return name;
  }

  int width() {
    return width;
  }

  static List<PropertyColumn> parse(String properties) throws Malformed {
    String[] field = properties.split(":", -1);
    List<PropertyColumn> columns = new ArrayList<>();
    Set<String> names = new HashSet<>();
    if (field.length % 3 != 0) {
      throw bad(properties);
    }
    for (int i = 0; i < field.length; i += 3) {
      long width = Numbers.integer(field[i + 2]).orElse(0);
      boolean known = field[i + 1].length() == 1 && "RISL".contains(field[i + 1]);
      if (field[i].isEmpty() || !known || width < 1 || width > WIDEST) {
        throw bad(field[i] + ":" + field[i + 1] + ":" + field[i + 2]);
      }
      if (!names.add(field[i])) {
        throw new Malformed("bad_properties", field[i], "the column twice", "each column once");
      }
      columns.add(new PropertyColumn(field[i], field[i + 1].charAt(0), (int) width));
    }
    if (columns.stream().noneMatch(c -> c.is("pos", 'R', 3))
        || columns.stream().noneMatch(c -> c.is("species", 'S', 1) || c.is("Z", 'I', 1))) {
      throw new Malformed(
          "bad_properties",
          "Properties",
          Malformed.quoted(properties),
          "the columns pos:R:3 and species:S:1 (or Z:I:1)");
    }
    return columns;
  }

  private static Malformed bad(String found) {
    return new Malformed(
        "bad_properties",
        "Properties",
        Malformed.quoted(found),
        "triplets name:kind:width with kind R, I, S or L, for example " + PLAIN);
  }

  boolean is(String wantedName, char wantedKind, int wantedWidth) {
    return name.equals(wantedName) && kind == wantedKind && width == wantedWidth;
  }

  void add(String word) throws Malformed {
    switch (kind) {
      case 'R' -> {
        double value = Numbers.realOfColumn(word).orElseThrow(() -> unreadable(word, "a number"));
        if (size == reals.length) {
          reals = Arrays.copyOf(reals, Math.max(16, 2 * size));
        }
        reals[size] = value;
      }
      case 'I' -> {
        long value = Numbers.integer(word).orElseThrow(() -> unreadable(word, "an integer"));
        if (size == integers.length) {
          integers = Arrays.copyOf(integers, Math.max(16, 2 * size));
        }
        integers[size] = value;
      }
      case 'L' -> {
        if (Numbers.logical(word).isEmpty()) {
          throw unreadable(word, "T or F");
        }
        addWord(word);
      }
      default -> addWord(word);
    }
    size++;
  }

  private void addWord(String word) {
    words.add(known.size() < KNOWN ? known.computeIfAbsent(word, w -> w) : word);
  }

  /** About how much memory a row takes, in numbers; a word may take as much as several. */
  int weight() {
    return width * (kind == 'S' && !name.equals("species") ? WEIGHT_OF_WORD : 1);
  }

  private Malformed unreadable(String word, String expected) {
    return new Malformed("bad_value", name, Malformed.quoted(word), expected);
  }

  double[] reals() {
    return Arrays.copyOf(reals, size);
  }

  long[] integers() {
    return Arrays.copyOf(integers, size);
  }

  List<String> words() {
    return words;
  }

  AtomColumn column() {
    return switch (kind) {
      case 'R' -> new AtomColumn.Reals(width, reals());
      case 'I' -> new AtomColumn.Integers(width, integers());
      case 'L' -> {
        boolean[] data = new boolean[size];
        for (int i = 0; i < size; i++) {
          data[i] = Numbers.logical(words.get(i)).orElseThrow();
        }
        yield new AtomColumn.Logicals(width, data);
      }
      default -> new AtomColumn.Strings(width, words.toArray(String[]::new));
    };
  }
}
