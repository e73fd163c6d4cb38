package dev.lehr.activities.document;

import dev.lehr.simulation.units.Dimension;
import dev.lehr.simulation.units.Quantity;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/**
 * The fields of an object in a {@link Document}. Reading a field with the wrong content notes a
 * problem and answers a default, so that one pass finds them all; {@link #end} notes the fields
 * nobody asked for.
 */
public final class Fields {

  private final Document document;
  private final @Nullable Node self;
  private final String path;
  private final Map<String, Node> values = new LinkedHashMap<>();
  private final Map<String, Node> keys = new LinkedHashMap<>();
  private final Set<String> known = new LinkedHashSet<>();

  public Fields(Document document, @Nullable Node node, String path) {
    this.document = document;
    this.self = node;
    this.path = path;
    if (node instanceof MappingNode mapping) {
      for (NodeTuple tuple : mapping.getValue()) {
        String key = tuple.getKeyNode() instanceof ScalarNode s ? s.getValue() : "";
        if (values.put(key, tuple.getValueNode()) != null) {
          document.problem(tuple.getKeyNode(), at(key), "the key is here twice");
        }
        keys.put(key, tuple.getKeyNode());
      }
    } else if (node != null) {
      document.problem(node, path, "found " + kind(node) + ", expected an object (key: value)");
    }
  }

  private String at(String key) {
    return path.isEmpty() ? key : path + "." + key;
  }

  public static String kind(Node node) {
    if (node instanceof MappingNode) {
      return "an object";
    }
    if (node instanceof SequenceNode) {
      return "a list";
    }
    String text = ((ScalarNode) node).getValue();
    return text.isEmpty()
        ? "nothing"
        : "'" + (text.length() > 60 ? text.substring(0, 60) : text) + "'";
  }

  /** These fields, whose object was written as a name alone. */
  public Fields named(Node name) {
    values.put("name", name);
    keys.put("name", name);
    known.add("name");
    return this;
  }

  /** Whether a field holds just this word. */
  public boolean is(String key, String word) {
    known.add(key);
    return values.get(key) instanceof ScalarNode s && s.getValue().equals(word);
  }

  public boolean has(String key) {
    return values.containsKey(key);
  }

  public void problem(String key, String message) {
    Node node = values.containsKey(key) ? values.get(key) : self;
    document.problem(node, at(key), message);
  }

  private @Nullable Node take(String key) {
    known.add(key);
    Node node = values.get(key);
    return node != null && isNull(node) ? null : node;
  }

  private static boolean isNull(Node node) {
    return node instanceof ScalarNode s && s.isPlain() && Tag.NULL.equals(s.getTag());
  }

  private Node required(String key, String expected) {
    Node node = take(key);
    if (node == null) {
      if (self != null) {
        document.problem(keys.getOrDefault(key, self), at(key), "is missing, expected " + expected);
      }
      return new ScalarNode(
          Tag.STR, "", null, null, org.yaml.snakeyaml.DumperOptions.ScalarStyle.PLAIN);
    }
    return node;
  }

  private Optional<String> scalar(Node node, String key, String expected) {
    if (node instanceof ScalarNode s) {
      return s.getStartMark() == null ? Optional.empty() : Optional.of(s.getValue());
    }
    document.problem(node, at(key), "found " + kind(node) + ", expected " + expected);
    return Optional.empty();
  }

  /** A word that must be there; empty where it is not. */
  public String text(String key, String expected) {
    return scalar(required(key, expected), key, expected).orElse("");
  }

  public Optional<String> optionalText(String key) {
    Node node = take(key);
    return node == null ? Optional.empty() : scalar(node, key, "a text");
  }

  /** One of some words. */
  public <T> T choice(String key, Map<String, T> choices, T fallback) {
    Node node = take(key);
    if (node == null) {
      return fallback;
    }
    Optional<String> word = scalar(node, key, "one of " + String.join(", ", choices.keySet()));
    if (word.isEmpty()) {
      return fallback;
    }
    T value = choices.get(word.get());
    if (value == null) {
      document.problem(
          node,
          at(key),
          "found '"
              + word.get()
              + "', expected one of "
              + String.join(", ", choices.keySet())
              + Guess.suffix(word.get(), choices.keySet()));
      return fallback;
    }
    return value;
  }

  /** A whole number within bounds. */
  public long integer(String key, long fallback, long least, long most) {
    Node node = take(key);
    String expected = "a whole number from " + least + " to " + most;
    return node == null ? fallback : integer(node, key, expected, fallback, least, most);
  }

  private long integer(
      Node node, String key, String expected, long fallback, long least, long most) {
    Optional<String> word = scalar(node, key, expected);
    if (word.isEmpty()) {
      return fallback;
    }
    try {
      long value = Long.parseLong(word.get().strip().replace("_", ""));
      if (value >= least && value <= most) {
        return value;
      }
    } catch (NumberFormatException e) {
      // Reported below, with the bounds.
    }
    document.problem(node, at(key), "found '" + word.get() + "', expected " + expected);
    return fallback;
  }

  /** A quantity in internal units, at least {@code least}; with a unit or bare. */
  public double quantity(
      String key, Dimension dimension, double fallback, double least, boolean open) {
    Node node = take(key);
    if (node == null) {
      return fallback;
    }
    Optional<String> word =
        scalar(node, key, dimension.word() + ", a number in " + dimension.defaultUnit());
    if (word.isEmpty()) {
      return fallback;
    }
    try {
      double value = Quantity.parse(word.get(), dimension);
      if (open ? value > least : value >= least) {
        return value;
      }
      document.problem(
          node,
          at(key),
          "found '" + word.get() + "', expected " + (open ? "above " : "at least ") + least);
    } catch (IllegalArgumentException e) {
      document.problem(node, at(key), String.valueOf(e.getMessage()));
    }
    return fallback;
  }

  /** A plain number within bounds (exclusive below). */
  public double number(String key, double fallback, double above, double most) {
    Node node = take(key);
    return node == null ? fallback : number(node, key, fallback, above, most);
  }

  private double number(Node node, String key, double fallback, double above, double most) {
    String expected = "a number above " + above + " and at most " + most;
    Optional<String> word = scalar(node, key, expected);
    if (word.isEmpty()) {
      return fallback;
    }
    try {
      double value = Double.parseDouble(word.get().strip());
      if (value > above && value <= most) {
        return value;
      }
    } catch (NumberFormatException e) {
      // Reported below, with the bounds.
    }
    document.problem(node, at(key), "found '" + word.get() + "', expected " + expected);
    return fallback;
  }

  /**
   * A list (or a single value, which counts as a list of one), each element read by {@code read}.
   */
  private <T> List<T> list(String key, Function<Indexed, @Nullable T> read) {
    Node node = take(key);
    List<T> all = new ArrayList<>();
    if (node == null) {
      return all;
    }
    List<Node> nodes = node instanceof SequenceNode sequence ? sequence.getValue() : List.of(node);
    for (int i = 0; i < nodes.size(); i++) {
      String name = node instanceof SequenceNode ? key + "[" + i + "]" : key;
      T value = read.apply(new Indexed(nodes.get(i), name));
      if (value != null) {
        all.add(value);
      }
    }
    return all;
  }

  /** An element of a list and its name. */
  public record Indexed(Node node, String name) {}

  public List<String> texts(String key, String expected) {
    return list(key, e -> scalar(e.node(), e.name(), expected).orElse(null));
  }

  public List<Double> numbers(String key, double above, double most) {
    return list(key, e -> number(e.node(), e.name(), Double.NaN, above, most));
  }

  /** Rows of numbers; a single list of numbers is no matrix. */
  public List<List<Double>> matrix(String key, double above, double most) {
    return list(
        key,
        row -> {
          if (!(row.node() instanceof SequenceNode numbers)) {
            String expected = "a row of numbers such as [1, 2]";
            document.problem(
                row.node(), at(row.name()), "found " + kind(row.node()) + ", expected " + expected);
            return null;
          }
          List<Double> values = new ArrayList<>();
          for (int i = 0; i < numbers.getValue().size(); i++) {
            String name = row.name() + "[" + i + "]";
            values.add(number(numbers.getValue().get(i), name, Double.NaN, above, most));
          }
          return values;
        });
  }

  public List<Integer> integers(String key, long least, long most) {
    String expected = "a whole number from " + least + " to " + most;
    return list(
        key, e -> (int) integer(e.node(), e.name(), expected, Math.max(1, least), least, most));
  }

  /** The objects of a list that must not be empty. */
  public List<Fields> objects(String key, String expected) {
    if (required(key, expected) instanceof SequenceNode sequence && sequence.getValue().isEmpty()) {
      problem(key, "is empty, expected " + expected);
    }
    return list(key, e -> new Fields(document, e.node(), at(e.name())));
  }

  /** The elements of a list that must not be empty, each an object or a text. */
  public List<Indexed> elements(String key, String expected) {
    if (required(key, expected) instanceof SequenceNode sequence && sequence.getValue().isEmpty()) {
      problem(key, "is empty, expected " + expected);
    }
    return list(key, e -> e);
  }

  public Fields asObject(Indexed element) {
    return new Fields(document, element.node(), at(element.name()));
  }

  /** An object that may be missing; then all its fields are. */
  public Fields object(String key) {
    return new Fields(document, take(key), at(key));
  }

  public @Nullable Node node(String key) {
    return take(key);
  }

  /** Notes every field that nobody asked for. */
  public void end() {
    for (Map.Entry<String, Node> entry : keys.entrySet()) {
      if (!known.contains(entry.getKey())) {
        List<String> rest = known.stream().filter(k -> !values.containsKey(k)).toList();
        document.problem(
            entry.getValue(),
            at(entry.getKey()),
            "unknown key"
                + (Guess.closest(entry.getKey(), rest).isPresent()
                    ? Guess.suffix(entry.getKey(), rest)
                    : "; known here: " + String.join(", ", known)));
      }
    }
  }

  /**
   * A list of words (or one), each out of some; empty where the field is missing.
   *
   * @param choices in the order in which messages list them
   */
  public List<String> words(String key, Set<String> choices) {
    String expected = "one of " + String.join(", ", choices);
    List<String> words = new ArrayList<>();
    for (Indexed element : list(key, e -> e)) {
      Optional<String> word = scalar(element.node(), element.name(), expected);
      if (word.isPresent() && choices.contains(word.get())) {
        words.add(word.get());
      } else if (word.isPresent()) {
        document.problem(
            element.node(),
            at(element.name()),
            "found '" + word.get() + "', expected " + expected + Guess.suffix(word.get(), choices));
      }
    }
    return words;
  }

  /** A quantity in the dimension's default unit, not the internal one; with a unit or bare. */
  public double scaled(
      String key, Dimension dimension, double fallback, double above, double most) {
    Node node = take(key);
    if (node instanceof ScalarNode s && isPlainNumber(s.getValue())) {
      // Not by way of the internal unit, so that what is written is read back to the same bits.
      return number(node, key, fallback, above, most);
    }
    double one = Quantity.of(1, dimension);
    double value = quantity(key, dimension, fallback * one, above * one, true) / one;
    if (node != null && value > most) {
      problem(key, "found " + value + " " + dimension.defaultUnit() + ", expected at most " + most);
      return fallback;
    }
    return node == null ? fallback : value;
  }

  private static boolean isPlainNumber(String text) {
    try {
      return !Double.isNaN(Double.parseDouble(text.strip()));
    } catch (NumberFormatException e) {
      return false;
    }
  }

  /** True or false. */
  public boolean truth(String key, boolean fallback) {
    Map<String, Boolean> words = new LinkedHashMap<>();
    words.put("true", true);
    words.put("false", false);
    return choice(key, words, fallback);
  }

  /** The keys, in the order of the file. */
  public List<String> keys() {
    return List.copyOf(keys.keySet());
  }

  /** A list of numbers (or one) within bounds, both included. */
  public List<Double> numbersFrom(String key, double least, double most) {
    return list(key, e -> numberFrom(e.node(), e.name(), least, most).orElse(null));
  }

  private Optional<Double> numberFrom(Node node, String key, double least, double most) {
    String expected = "a number from " + least + " to " + most;
    Optional<String> word = scalar(node, key, expected);
    if (word.isEmpty()) {
      return Optional.empty();
    }
    try {
      double value = Double.parseDouble(word.get().strip());
      if (value >= least && value <= most) {
        return Optional.of(value);
      }
    } catch (NumberFormatException e) {
      // Reported below, with the bounds.
    }
    document.problem(node, at(key), "found '" + word.get() + "', expected " + expected);
    return Optional.empty();
  }

  /** The keys that are there, in the order of the file. */
  public Set<String> names() {
    return new LinkedHashSet<>(values.keySet());
  }

  /** Whether a field holds a list. */
  public boolean isList(String key) {
    return values.get(key) instanceof SequenceNode;
  }

  /** Whether a field holds a list without elements. */
  public boolean isEmptyList(String key) {
    return values.get(key) instanceof SequenceNode list && list.getValue().isEmpty();
  }

  /**
   * A tensor as six numbers of Voigt (xx, yy, zz, yz, xz, xy) or three rows of three, in the form
   * that was found; empty where it is neither.
   */
  public List<Double> tensor(String key, double least, double most) {
    Node node = take(key);
    return node == null ? List.of() : tensor(new Indexed(node, key), least, most);
  }

  /** A list of what {@link #tensor} reads. */
  public List<List<Double>> tensors(String key, double least, double most) {
    if (values.containsKey(key) && !isList(key)) {
      problem(key, "found " + kind(values.get(key)) + ", expected a list of tensors");
      known.add(key);
      return List.of();
    }
    return list(key, e -> e).stream()
        .map(e -> tensor(e, least, most))
        .filter(t -> !t.isEmpty())
        .toList();
  }

  private List<Double> tensor(Indexed element, double least, double most) {
    List<Node> numbers = new ArrayList<>();
    List<Node> rows = element.node() instanceof SequenceNode s ? s.getValue() : List.of();
    for (Node row : rows) {
      if (row instanceof SequenceNode of && rows.size() == 3 && of.getValue().size() == 3) {
        numbers.addAll(of.getValue());
      } else if (row instanceof ScalarNode && rows.size() == 6) {
        numbers.add(row);
      }
    }
    if (numbers.size() != (rows.size() == 3 ? 9 : 6)) {
      document.problem(
          element.node(),
          at(element.name()),
          "found "
              + kind(element.node())
              + ", expected six numbers for xx, yy, zz, yz, xz, xy or three rows of three");
      return List.of();
    }
    List<Double> found = new ArrayList<>();
    for (Node number : numbers) {
      numberFrom(number, element.name(), least, most).ifPresent(found::add);
    }
    return found.size() == numbers.size() ? found : List.of();
  }

  /** Whole numbers in a list, or in rows of a list, one after another; the field must be there. */
  public List<Integer> wholeNumbers(String key, long least, long most, String expected) {
    List<Integer> all = new ArrayList<>();
    String each = "a whole number from " + least + " to " + most;
    if (!(required(key, expected) instanceof SequenceNode rows)) {
      return all;
    }
    for (Node row : rows.getValue()) {
      List<Node> numbers = row instanceof SequenceNode s ? s.getValue() : List.of(row);
      for (Node n : numbers) {
        all.add((int) integer(n, key + "[" + all.size() + "]", each, 1, least, most));
      }
    }
    return all;
  }
}
