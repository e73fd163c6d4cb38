package dev.lehr.activities.files;

import dev.lehr.simulation.model.SetflTable;
import dev.lehr.simulation.structure.Elements;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.StringTokenizer;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/**
 * Reads embedded-atom tables in setfl format, {@code eam/alloy} and {@code eam/fs}, gzipped or not
 * (docs.lammps.org/pair_eam.html):
 *
 * <pre>
 * three lines of comments
 * Nelements Symbol1 Symbol2 ...
 * Nrho drho Nr dr cutoff
 * for each element: a line "Z mass latticeConstant latticeType",
 *   Nrho embedding energies, Nr densities (eam/fs: Nr densities for each element that takes them)
 * for each pair (i, j), j up to i: Nr values of r times the pair energy
 * </pre>
 *
 * <p>A table may be spread over lines in any way but begins on a new one. Numbers may have
 * Fortran's exponents. Mass, lattice constant and atomic number of an element line are not used:
 * the symbol says which element it is.
 */
public final class SetflReader {

  /** Which of the two formats. */
  public enum Format {
    /** What the lines say. */
    DETECT,
    /** One density for each element. */
    ALLOY,
    /** One density for each ordered pair of elements. */
    FINNIS_SINCLAIR
  }

  private static final int COMMENTS = 3;
  private static final int MOST_PROBLEMS = 20;
  private static final int MOST_ELEMENTS = 118;
  private static final int MOST_POINTS = 10_000_000;
  private static final int WORDS_OF_AN_ELEMENT = 4;

  private final BoundedLines reader;
  private final String name;
  private final List<FileProblem> problems = new ArrayList<>();
  private long left = ReadLimits.VALUES;
  private long line;
  private @Nullable String pushedBack;

  private SetflReader(BoundedLines reader, String name) {
    this.reader = reader;
    this.name = name;
  }

  /**
   * Reads a file.
   *
   * @param name what messages call it
   * @throws UnusableTableException where it is not such a file, with file, line, what was found and
   *     what was expected
   * @throws IOException where it cannot be read at all
   */
  public static SetflTable read(Path file, String name, Format format)
      throws IOException, UnusableTableException {
    try (InputStream in = Files.newInputStream(file)) {
      return read(in, name, format);
    }
  }

  /** Reads bytes; see {@link #read(Path, String, Format)}. */
  public static SetflTable read(InputStream in, String name, Format format)
      throws IOException, UnusableTableException {
    SetflReader setfl =
        new SetflReader(new BoundedLines(unzipped(in), StandardCharsets.ISO_8859_1), name);
    SetflTable table = null;
    try {
      table = setfl.table(format);
    } catch (Malformed stop) {
      setfl.problems.add(stop.at(name, -1, setfl.line));
    } catch (TooLargeException e) {
      setfl.problems.add(Frames.unreadable(e).at(name, -1, setfl.line + 1));
    } catch (java.util.zip.ZipException | java.io.EOFException e) {
      setfl.problems.add(
          new FileProblem(
              "damaged", name, -1, 0, "gzip", String.valueOf(e.getMessage()), "a whole file"));
    }
    if (table == null || !setfl.problems.isEmpty()) {
      throw new UnusableTableException(setfl.problems);
    }
    return table;
  }

  private static InputStream unzipped(InputStream in) throws IOException {
    BufferedInputStream buffered = new BufferedInputStream(in, 1 << 16);
    buffered.mark(2);
    boolean gzip = buffered.read() == 0x1f && buffered.read() == 0x8b;
    buffered.reset();
    return gzip ? new GZIPInputStream(buffered, 1 << 16) : buffered;
  }

  /** The second header line. */
  private record Axes(int densities, double rhoStep, int radii, double step, double cutoff) {}

  private SetflTable table(Format format) throws IOException, Malformed {
    for (int k = 0; k < COMMENTS; k++) {
      next("comments");
    }
    List<String> elements = elements();
    Axes axes = axes();
    int n = elements.size();
    double[][] embedding = new double[n][];
    double[][][] density = new double[n][n][];
    boolean finnisSinclair = format == Format.FINNIS_SINCLAIR;
    for (int a = 0; a < n; a++) {
      elementLine(elements.get(a), axes);
      embedding[a] = block("embedding energies of " + elements.get(a), axes.densities());
      density[a][0] = block("densities of " + elements.get(a), axes.radii());
      if (a == 0 && n > 1 && format == Format.DETECT) {
        finnisSinclair = !isElementLine(peek());
      }
      for (int b = 1; b < n; b++) {
        String what = "densities of " + elements.get(a) + " at " + elements.get(b);
        density[a][b] = finnisSinclair ? block(what, axes.radii()) : density[a][0];
      }
    }
    double[][][] pair = pairs(elements, axes);
    end();
    List<Integer> numbers = elements.stream().map(Elements::require).toList();
    return new SetflTable(
        finnisSinclair,
        elements,
        numbers,
        axes.rhoStep(),
        axes.step(),
        axes.cutoff(),
        embedding,
        density,
        pair);
  }

  private double[][][] pairs(List<String> elements, Axes axes) throws IOException, Malformed {
    int n = elements.size();
    double[][][] pair = new double[n][n][];
    for (int a = 0; a < n; a++) {
      for (int b = 0; b <= a; b++) {
        String what = "r times pair energies of " + elements.get(a) + " and " + elements.get(b);
        pair[a][b] = block(what, axes.radii());
        pair[b][a] = pair[a][b];
      }
    }
    return pair;
  }

  private List<String> elements() throws IOException, Malformed {
    String[] words = words(next("the line of elements"));
    String expected = "the number of elements and as many symbols, such as '2 Ni Al'";
    OptionalLong count = words.length == 0 ? OptionalLong.empty() : Numbers.integer(words[0]);
    if (count.isEmpty() || count.getAsLong() < 1 || count.getAsLong() > MOST_ELEMENTS) {
      throw new Malformed("bad_elements", "elements", shown(words), expected);
    }
    List<String> symbols = List.of(words).subList(1, words.length);
    if (symbols.size() != count.getAsLong()) {
      throw new Malformed(
          "bad_elements",
          "elements",
          symbols.size() + " symbols after " + words[0],
          words[0] + " of them");
    }
    for (int k = 0; k < symbols.size(); k++) {
      if (symbols.indexOf(symbols.get(k)) < k) {
        throw new Malformed(
            "repeated_element", "elements", symbols.get(k) + " twice", "each element once");
      }
      try {
        Elements.require(symbols.get(k));
      } catch (IllegalArgumentException e) {
        throw new Malformed(
            "unknown_element", "elements", Malformed.quoted(symbols.get(k)), "chemical symbols");
      }
    }
    return symbols;
  }

  private Axes axes() throws IOException, Malformed {
    String[] words = words(next("the line of sizes"));
    String expected = "five numbers: Nrho drho Nr dr cutoff";
    if (words.length != 5) {
      throw new Malformed("bad_sizes", "sizes", shown(words), expected);
    }
    return new Axes(
        points("Nrho", words[0]),
        positive("drho", words[1]),
        points("Nr", words[2]),
        positive("dr", words[3]),
        positive("cutoff", words[4]));
  }

  private static int points(String field, String word) throws Malformed {
    OptionalLong value = Numbers.integer(word);
    if (value.isEmpty()
        || value.getAsLong() < SetflTable.FEWEST_POINTS
        || value.getAsLong() > MOST_POINTS) {
      throw new Malformed(
          "bad_sizes",
          field,
          Malformed.quoted(word),
          "a whole number from " + SetflTable.FEWEST_POINTS + " to " + MOST_POINTS);
    }
    return (int) value.getAsLong();
  }

  private static double positive(String field, String word) throws Malformed {
    OptionalDouble value = Numbers.realOfColumn(word);
    if (value.isEmpty() || !(value.getAsDouble() > 0) || Double.isInfinite(value.getAsDouble())) {
      throw new Malformed("bad_sizes", field, Malformed.quoted(word), "a number above 0");
    }
    return value.getAsDouble();
  }

  /** Whether a line looks like "29 63.55 3.615 fcc": not all of it numbers. */
  private static boolean isElementLine(String text) {
    String[] words = words(text);
    return words.length > 0
        && Arrays.stream(words).anyMatch(w -> Numbers.realOfColumn(w).isEmpty());
  }

  private void elementLine(String symbol, Axes axes) throws IOException, Malformed {
    String text = next("the line of element " + symbol);
    String[] words = words(text);
    boolean fits =
        words.length == WORDS_OF_AN_ELEMENT
            && Numbers.realOfColumn(words[WORDS_OF_AN_ELEMENT - 1]).isEmpty();
    for (int k = 0; fits && k < WORDS_OF_AN_ELEMENT - 1; k++) {
      fits = Numbers.realOfColumn(words[k]).isPresent();
    }
    if (!fits) {
      throw new Malformed(
          "bad_counts",
          "element " + symbol,
          Malformed.quoted(text.strip()),
          "'Z mass latticeConstant latticeType' (the line before ends the table before it: are Nrho "
              + axes.densities()
              + " and Nr "
              + axes.radii()
              + " right, and is it this format?)");
    }
  }

  /** A table of so many numbers, which ends with a line. */
  private double[] block(String what, int size) throws IOException, Malformed {
    left -= size;
    if (left < 0) {
      throw new Malformed(
          "too_large",
          what,
          "more than " + ReadLimits.VALUES + " numbers in the tables before",
          "smaller tables");
    }
    double[] values = new double[size];
    int count = 0;
    long begin = line + 1;
    while (count < size) {
      String text = nextOrNull();
      if (text == null) {
        throw new Malformed(
            "truncated",
            what,
            "the end of the file after " + count + " numbers",
            size + " of them");
      }
      StringTokenizer words = new StringTokenizer(withoutComment(text));
      if (words.countTokens() > size - count) {
        throw new Malformed(
            "bad_counts",
            what,
            words.countTokens() + " numbers in a line where " + (size - count) + " are left",
            size + " numbers from line " + begin + " on, ending with a line");
      }
      while (words.hasMoreTokens()) {
        values[count++] = number(words.nextToken(), what, text);
      }
    }
    return values;
  }

  private double number(String word, String what, String text) throws Malformed {
    OptionalDouble value = Numbers.realOfColumn(word);
    if (value.isPresent() && Double.isFinite(value.getAsDouble())) {
      return value.getAsDouble();
    }
    if (isElementLine(text) && words(text).length == WORDS_OF_AN_ELEMENT) {
      // The counts are wrong: what follows would be nonsense.
      throw new Malformed(
          "bad_counts", what, Malformed.quoted(text.strip()), "more numbers before the next part");
    }
    Malformed problem =
        new Malformed(
            value.isPresent() ? "not_finite" : "not_a_number",
            what,
            Malformed.quoted(word),
            "a finite number");
    if (problems.size() + 1 >= MOST_PROBLEMS) {
      throw problem;
    }
    problems.add(problem.at(name, -1, line));
    return 0;
  }

  private void end() throws IOException, Malformed {
    String text = nextOrNull();
    while (text != null && text.isBlank()) {
      text = nextOrNull();
    }
    if (text != null) {
      throw new Malformed(
          "bad_counts",
          "end",
          Malformed.quoted(text.strip()),
          "the end of the file after all tables");
    }
  }

  private String peek() throws IOException {
    String text = nextOrNull();
    pushedBack = text;
    if (text != null) {
      line--;
    }
    return text == null ? "" : text;
  }

  private String next(String what) throws IOException, Malformed {
    String text = nextOrNull();
    if (text == null) {
      throw new Malformed("truncated", what, "the end of the file", "a setfl table");
    }
    return text;
  }

  private @Nullable String nextOrNull() throws IOException {
    String text = pushedBack != null ? pushedBack : reader.next();
    pushedBack = null;
    if (text != null) {
      line++;
    }
    return text;
  }

  private static String withoutComment(String text) {
    int hash = text.indexOf('#');
    return hash < 0 ? text : text.substring(0, hash);
  }

  private static String[] words(String text) {
    String rest = withoutComment(text).strip();
    return rest.isEmpty() ? new String[0] : rest.split("\\s+", -1);
  }

  private static String shown(String[] words) {
    return words.length == 0 ? "an empty line" : Malformed.quoted(String.join(" ", words));
  }
}
