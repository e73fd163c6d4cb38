package dev.lehr.activities.files;

import dev.lehr.simulation.structure.Elements;
import dev.lehr.simulation.structure.Structure;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;

/** A POSCAR while it is read, line by line. */
final class PoscarContent {

  private final BoundedLines lines;
  private String comment = "";
  private double[] scale = new double[3];
  private final double[] cell = new double[9];
  private Optional<List<String>> symbols = Optional.empty();
  private int[] counts = new int[0];
  private int atoms;
  private boolean selective;
  private boolean cartesian;
  private double[] coordinates = new double[0];
  private boolean[] flags = new boolean[0];
  private String[] trailing = new String[0];
  private long firstAtom;

  PoscarContent(BoundedLines lines) {
    this.lines = lines;
  }

  String comment() {
    return comment;
  }

  long lineOfAtom(int atom) {
    return firstAtom + atom;
  }

  void readComment() throws IOException, Malformed {
    comment = line("comment").strip();
  }

  void readRest() throws IOException, Malformed {
    double[] factors = leading(line("scaling factor"), "scaling factor", 1, 3);
    for (int row = 0; row < 3; row++) {
      String field = "lattice vector " + (row + 1);
      System.arraycopy(leading(line(field), field, 3, 3), 0, cell, 3 * row, 3);
    }
    scale(factors);
    readCounts();
    String mode = line("coordinate mode").strip();
    selective = mode.toLowerCase(Locale.ROOT).startsWith("s");
    if (selective) {
      mode = line("coordinate mode").strip();
    }
    readMode(mode);
    firstAtom = lines.number() + 1;
    for (int i = 0; i < atoms; i++) {
      grow(i);
      readAtom(i);
    }
    coordinates = Arrays.copyOf(coordinates, 3 * atoms);
    checkEnd();
  }

  private String line(String field) throws IOException, Malformed {
    String text = lines.next();
    if (text == null) {
      throw new Malformed("truncated_file", field, "the end of the file", "a line");
    }
    return text;
  }

  private static String[] words(String text) {
    String stripped = text.strip();
    return stripped.isEmpty() ? new String[0] : stripped.split("\\s+", -1);
  }

  /** The numbers that a line starts with, as many as there are, at most {@code most}. */
  private static double[] leading(String text, String field, int least, int most) throws Malformed {
    String[] words = words(text);
    double[] numbers = new double[most];
    int n = 0;
    while (n < most && n < words.length) {
      OptionalDouble value = Numbers.realOfColumn(words[n]);
      if (value.isEmpty() || !Double.isFinite(value.getAsDouble())) {
        break;
      }
      numbers[n++] = value.getAsDouble();
    }
    if (n < least) {
      throw new Malformed(
          "bad_value",
          field,
          Malformed.quoted(text.strip()),
          least == 1 ? "a number, or three" : least + " numbers");
    }
    return Arrays.copyOf(numbers, n == most ? most : least);
  }

  /** One factor, or one for each Cartesian axis; a single negative one is the volume. */
  private void scale(double[] factors) throws Malformed {
    double volume = Math.abs(CellVectors.determinant(cell));
    double one =
        factors.length == 1 && factors[0] < 0 && volume > 0
            ? StrictMath.cbrt(-factors[0] / volume)
            : factors[0];
    scale = factors.length == 3 ? factors : new double[] {one, one, one};
    if (!(scale[0] > 0 && scale[1] > 0 && scale[2] > 0)) {
      throw new Malformed(
          "bad_value",
          "scaling factor",
          Arrays.toString(factors),
          "a positive number, a volume with a minus before it, or three positive numbers",
          2);
    }
    for (int i = 0; i < 9; i++) {
      cell[i] *= scale[i % 3];
    }
  }

  private void readCounts() throws IOException, Malformed {
    String[] words = words(line("symbols or counts"));
    if (words.length == 0) {
      throw new Malformed("bad_atom_count", "counts", "an empty line", "symbols or counts");
    }
    if (Numbers.integer(words[0]).isEmpty()) {
      List<String> named = new ArrayList<>();
      for (String word : words) {
        if (word.startsWith("!") || word.startsWith("#")) {
          break;
        }
        named.add(word);
      }
      symbols = Optional.of(named);
      words = words(line("counts"));
    }
    counts = counts(words);
    long sum = Arrays.stream(counts).asLongStream().sum();
    if (sum > ReadLimits.ATOMS) {
      throw new Malformed(
          "bad_atom_count", "counts", sum + " atoms", "at most " + ReadLimits.ATOMS + " atoms");
    }
    atoms = (int) sum;
    if (symbols.isPresent() && symbols.get().size() != counts.length) {
      throw new Malformed(
          "bad_atom_count",
          "counts",
          counts.length + " counts of " + symbols.get().size() + " symbols",
          "a count for each symbol");
    }
  }

  private static int[] counts(String[] words) throws Malformed {
    List<Integer> numbers = new ArrayList<>();
    for (String word : words) {
      if (word.startsWith("!") || word.startsWith("#")) {
        break;
      }
      long n = Numbers.integer(word).orElse(-1);
      if (n < 0 || n > Integer.MAX_VALUE) {
        throw new Malformed(
            "bad_atom_count", "counts", Malformed.quoted(word), "the number of atoms of a symbol");
      }
      numbers.add((int) n);
    }
    return numbers.stream().mapToInt(Integer::intValue).toArray();
  }

  private void readMode(String mode) throws Malformed {
    String lower = mode.toLowerCase(Locale.ROOT);
    if (lower.startsWith("direct configuration=")) {
      throw new Malformed(
          "trajectory", "coordinate mode", Malformed.quoted(mode), "a POSCAR, not an XDATCAR");
    }
    cartesian = lower.startsWith("c") || lower.startsWith("k");
    if (!cartesian && !lower.startsWith("d")) {
      throw new Malformed(
          "bad_coordinate_mode", "coordinate mode", Malformed.quoted(mode), "Direct or Cartesian");
    }
  }

  /** Makes room as lines come: a count alone may promise more than there is. */
  private void grow(int atom) {
    if (3 * atom == coordinates.length) {
      int room = Math.max(64, 2 * atom);
      coordinates = Arrays.copyOf(coordinates, 3 * room);
      flags = Arrays.copyOf(flags, selective ? 3 * room : 0);
      trailing = Arrays.copyOf(trailing, symbols.isPresent() ? 0 : room);
    }
  }

  private void readAtom(int atom) throws IOException, Malformed {
    String text = lines.next();
    if (text == null) {
      throw new Malformed(
          "truncated_file", "atom", atom + " lines of atoms", atoms + " as the counts say");
    }
    String[] words = words(text);
    double[] x = leading(text, "atom " + (atom + 1), 3, 3);
    System.arraycopy(x, 0, coordinates, 3 * atom, 3);
    int used = 3;
    if (selective) {
      for (int k = 0; k < 3; k++) {
        String word = k + 3 < words.length ? words[k + 3] : "";
        flags[3 * atom + k] =
            flag(word)
                .orElseThrow(
                    () ->
                        new Malformed(
                            "bad_value",
                            "selective dynamics",
                            Malformed.quoted(text.strip()),
                            "three coordinates and three flags T or F"));
      }
      used = 6;
    }
    if (trailing.length > 0) {
      trailing[atom] = used < words.length ? words[used] : "";
    }
  }

  /** A logical as Fortran reads it: a letter after a dot that may be missing. */
  private static Optional<Boolean> flag(String word) {
    String w = word.toLowerCase(Locale.ROOT);
    if (w.matches("\\.?t(rue)?\\.?")) {
      return Optional.of(true);
    }
    return w.matches("\\.?f(alse)?\\.?") ? Optional.of(false) : Optional.empty();
  }

  /** Coordinates right after the last atom mean that the counts are wrong. */
  private void checkEnd() throws IOException, Malformed {
    String text = lines.next();
    if (text != null && words(text).length >= 3) {
      boolean numbers = true;
      for (int k = 0; k < 3; k++) {
        numbers &= Numbers.realOfColumn(words(text)[k]).isPresent();
      }
      if (numbers) {
        throw new Malformed(
            "bad_atom_count",
            "counts",
            "more lines of coordinates than " + atoms + " atoms",
            "as many as the counts say, then an empty line or a heading");
      }
    }
  }

  Structure structure(String id, String source) throws Malformed {
    int[] numbers = numbers();
    double[] x = coordinates.clone();
    if (cartesian) {
      for (int i = 0; i < x.length; i++) {
        x[i] *= scale[i % 3];
      }
    } else {
      x = CellVectors.cartesian(coordinates, cell);
    }
    Structure.Builder builder =
        Structure.builder(id, source, numbers, x).cell(cell).pbc(true, true, true);
    if (!comment.isEmpty()) {
      builder.info("comment", comment);
    }
    Constraints constraints = new Constraints(atoms);
    for (int i = 0; selective && i < atoms; i++) {
      try {
        constraints.alongLattice(i, Arrays.copyOfRange(flags, 3 * i, 3 * i + 3), cell);
      } catch (Malformed e) {
        throw e.on(lineOfAtom(i));
      }
    }
    constraints.apply(builder);
    return builder.build();
  }

  private int[] numbers() throws Malformed {
    List<String> named = symbols.isPresent() ? symbols.get() : symbolsOfVasp4();
    int[] numbers = new int[atoms];
    int at = 0;
    if (named.size() == counts.length) {
      for (int k = 0; k < counts.length; k++) {
        int z = number(named.get(k));
        Arrays.fill(numbers, at, at + counts[k], z);
        at += counts[k];
      }
      return numbers;
    }
    for (int i = 0; i < atoms; i++) {
      numbers[i] = number(trailing[i]);
    }
    return numbers;
  }

  /** A symbol, what names its pseudopotential left out: {@code Si_pv}, {@code Fe/1a2b3c4d}. */
  private static int number(String word) throws Malformed {
    String symbol = word.split("[_/.]", 2)[0];
    AtomType type = AtomType.ofSymbol(symbol, "symbols");
    if (type.mass().isPresent()) {
      throw new Malformed("unknown_element", "symbols", Malformed.quoted(word), "an element");
    }
    return type.number();
  }

  /** A file of VASP 4 names no symbols: they may stand in the comment or behind the coordinates. */
  private List<String> symbolsOfVasp4() throws Malformed {
    List<String> named = ofComment();
    if (named.size() == counts.length) {
      return named;
    }
    for (String word : Arrays.copyOf(trailing, atoms)) {
      if (Elements.number(word).isEmpty()) {
        throw new Malformed(
            "missing_symbols",
            "symbols",
            counts.length + " counts without symbols, and the comment " + Malformed.quoted(comment),
            "a line of symbols before the counts",
            6);
      }
    }
    return List.of();
  }

  /** Elements that the whole comment is made of, such as {@code Ga As} or {@code GaAs}. */
  private List<String> ofComment() {
    List<String> named = new ArrayList<>();
    for (String word : words(comment)) {
      String letters = word.replaceAll("[-_,.=0-9^]", "");
      if (!letters.matches("([A-Z][a-z]?)*") || named.size() > counts.length) {
        return List.of();
      }
      for (String symbol : letters.split("(?=[A-Z])", -1)) {
        if (symbol.isEmpty()) {
          continue;
        }
        if (Elements.number(symbol).isEmpty()) {
          return List.of();
        }
        named.add(symbol);
      }
    }
    return named;
  }
}
