package dev.lehr.activities.expressions;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A source in which each known name is an identifier of CEL. Ids of stages may hold dashes, dots
 * and a digit in front; so such a name is replaced, outside of literals, by an identifier of the
 * same length, which leaves columns where they are. Of names that begin at one place the longest
 * counts: {@code relax-1.energy} is a value of the stage {@code relax-1} where there is one, not a
 * difference.
 */
final class Names {

  /** Literals and comments: nothing in them is a name. */
  private static final Pattern QUOTED =
      Pattern.compile(
          "//[^\\n]*|(?i:\\br)?(\"\"\"|''')[\\s\\S]*?\\1"
              + "|(?i:\\b(?:br?|rb?))?(?:\"(?:\\\\.|[^\"\\\\\\n])*\"|'(?:\\\\.|[^'\\\\\\n])*')");

  /** Words that CEL keeps for itself or that name its types. */
  private static final Set<String> TAKEN =
      Set.of(
          "as",
          "break",
          "const",
          "continue",
          "else",
          "for",
          "function",
          "if",
          "import",
          "let",
          "loop",
          "package",
          "namespace",
          "return",
          "var",
          "void",
          "while",
          "bool",
          "bytes",
          "double",
          "dyn",
          "int",
          "list",
          "map",
          "null_type",
          "string",
          "type",
          "uint",
          "math");

  private final String masked;
  private final Map<String, String> originals = new HashMap<>();
  private final Map<String, String> identifiers = new HashMap<>();
  private final List<ExpressionProblem> problems = new ArrayList<>();
  private final Vocabulary vocabulary;
  private final List<String> longestFirst;

  Names(String source, Vocabulary vocabulary) {
    this.vocabulary = vocabulary;
    longestFirst =
        Stream.concat(
                vocabulary.names().keySet().stream(), vocabulary.ambiguous().keySet().stream())
            .sorted(Comparator.comparingInt(String::length).reversed())
            .toList();
    masked = mask(source);
  }

  /** The source with identifiers for names, as long as the original. */
  String masked() {
    return masked;
  }

  /** The name of an identifier, as it stood in the source. */
  Optional<String> original(String identifier) {
    return Optional.ofNullable(originals.get(identifier));
  }

  /** The identifiers in the source that are names. */
  Set<String> identifiers() {
    return Set.copyOf(originals.keySet());
  }

  /** Short names that several stages find. */
  List<ExpressionProblem> problems() {
    return List.copyOf(problems);
  }

  private String mask(String source) {
    StringBuilder out = new StringBuilder(source);
    Matcher quoted = QUOTED.matcher(source);
    int at = 0;
    while (at < source.length()) {
      int end = quoted.find(at) ? quoted.start() : source.length();
      while (at < end) {
        at = step(source, at, out);
      }
      at = end == source.length() ? end : quoted.end();
    }
    return out.toString();
  }

  /** Replaces the name that begins here, if one does. */
  private int step(String source, int at, StringBuilder out) {
    char before = at == 0 ? ' ' : source.charAt(at - 1);
    if (isWord(before) || !isWord(source.charAt(at))) {
      return at + 1;
    }
    for (String name : longestFirst) {
      int end = at + name.length();
      if (source.startsWith(name, at) && endsAt(source, end) && (before != '.')) {
        replace(name, at, out);
        return end;
      }
    }
    return at + 1;
  }

  /** A word that goes on, or that is called, is another one. */
  private static boolean endsAt(String source, int end) {
    int next = end;
    while (next < source.length() && source.charAt(next) == ' ') {
      next++;
    }
    boolean isCalled = next < source.length() && source.charAt(next) == '(';
    return (end == source.length() || !isWord(source.charAt(end))) && !isCalled;
  }

  private void replace(String name, int at, StringBuilder out) {
    List<String> meanings = vocabulary.ambiguous().get(name);
    if (meanings != null) {
      problems.add(
          new ExpressionProblem(
              at + 1,
              "'"
                  + name
                  + "' is found by several stages, say which: "
                  + String.join(", ", meanings)));
    }
    String identifier = identifiers.computeIfAbsent(name, this::identifier);
    originals.put(identifier, name);
    out.replace(at, at + name.length(), identifier);
  }

  private String identifier(String name) {
    if (name.matches("[A-Za-z][A-Za-z0-9_]*") && !TAKEN.contains(name)) {
      return name;
    }
    String number = Integer.toString(originals.size(), Character.MAX_RADIX);
    return "_".repeat(Math.max(1, name.length() - number.length())) + number;
  }

  private static boolean isWord(char c) {
    return c == '_' || (c < 128 && Character.isLetterOrDigit(c));
  }
}
