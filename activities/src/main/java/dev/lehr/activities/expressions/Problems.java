package dev.lehr.activities.expressions;

import dev.cel.common.CelIssue;
import dev.lehr.activities.document.Guess;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What CEL objects to, in the words of those who write campaign files. */
final class Problems {

  private static final Pattern UNKNOWN = Pattern.compile("undeclared reference to '([^']*)'.*");
  private static final Pattern OVERLOAD =
      Pattern.compile("found no matching overload for '([^']*)' applied to '(.*?)'( \\(cand.*)?");
  private static final Pattern DOTTED = Pattern.compile("[A-Za-z_0-9]+(?:[-.][A-Za-z_0-9]+)*");
  private static final List<String> FUNCTIONS =
      List.of(
          "size",
          "has",
          "contains",
          "startsWith",
          "endsWith",
          "matches",
          "all",
          "exists",
          "exists_one",
          "filter",
          "map",
          "double",
          "string",
          "math.abs",
          "math.ceil",
          "math.floor",
          "math.round",
          "math.sqrt",
          "math.least",
          "math.greatest",
          "math.sign",
          "math.isNaN",
          "math.isFinite");

  /** What those write who come from another language, and what is meant. */
  private static final Map<String, String> SLIPS =
      Map.of(
          "=[^=]", "; did you mean ==?",
          "(and|AND)\\b", "; did you mean &&?",
          "(or|OR)\\b", "; did you mean ||?",
          "(not|NOT)\\b", "; did you mean !?",
          "(\\^|\\*\\*|\\*)", "; there are no powers: write x * x");

  private static final int MOST_NAMES = 40;

  private final String source;
  private final Names names;
  private final Vocabulary vocabulary;

  Problems(String source, Names names, Vocabulary vocabulary) {
    this.source = source;
    this.names = names;
    this.vocabulary = vocabulary;
  }

  /** What cannot be read: the first only, as the others follow from it. */
  List<ExpressionProblem> ofReading(Collection<CelIssue> issues) {
    return issues.stream()
        .map(issue -> new ExpressionProblem(offset(issue) + 1, syntax(issue, offset(issue))))
        .min(Comparator.comparingInt(ExpressionProblem::column))
        .stream()
        .toList();
  }

  /** What does not fit together, by column; what follows from an unknown name is left out. */
  List<ExpressionProblem> ofChecking(Collection<CelIssue> issues) {
    List<ExpressionProblem> all = new ArrayList<>();
    int end = 0;
    for (CelIssue issue : issues.stream().sorted(Comparator.comparingInt(this::offset)).toList()) {
      int at = offset(issue);
      if (at < end) {
        continue;
      }
      Matcher unknown = UNKNOWN.matcher(issue.getMessage());
      if (unknown.matches()) {
        String word = wordAt(at, unknown.group(1));
        int start = source.startsWith("(", at) ? Math.max(0, at - word.length()) : at;
        end = start + word.length() + 1;
        all.add(new ExpressionProblem(start + 1, unknown(word, start)));
      } else {
        all.add(new ExpressionProblem(at + 1, mismatch(issue.getMessage())));
      }
    }
    return all;
  }

  /** The unknown word at a place, with dots and dashes where that is a name more likely. */
  private String wordAt(int at, String word) {
    Matcher dotted = DOTTED.matcher(source);
    if (!source.startsWith(word, at) || !dotted.find(at) || dotted.start() != at) {
      return word;
    }
    boolean isName = Guess.closest(dotted.group(), vocabulary.names().keySet()).isPresent();
    String plain = dotted.group().split("-", 2)[0];
    return isName || isCalled(at + dotted.group().length()) ? dotted.group() : plain;
  }

  private boolean isCalled(int end) {
    return source.startsWith("(", end);
  }

  /** Characters before the place of an issue, whose line counts from 1 and column from 0. */
  private int offset(CelIssue issue) {
    int start = 0;
    for (int line = 1; line < issue.getSourceLocation().getLine(); line++) {
      start = source.indexOf('\n', start) + 1;
    }
    return Math.max(0, start + issue.getSourceLocation().getColumn());
  }

  private String unknown(String word, int start) {
    if (isCalled(start + word.length())) {
      return unknownFunction(word);
    }
    Collection<String> known = vocabulary.names().keySet();
    String rest = known.size() > MOST_NAMES ? ", ..." : "";
    return "unknown name '"
        + word
        + "'"
        + Guess.suffix(word, known)
        + "; known here: "
        + known.stream().limit(MOST_NAMES).collect(Collectors.joining(", "))
        + rest;
  }

  private static String unknownFunction(String word) {
    if (word.equals("has")) {
      return "has(name) asks for the name of a value that a stage finds";
    }
    if (word.equals("int") || word.equals("uint")) {
      return word + " is not needed: there is one kind of number";
    }
    String said = "unknown function '" + word + "'";
    if (FUNCTIONS.contains("math." + word)) {
      return said + "; did you mean math." + word + "?";
    }
    return said + Guess.suffix(word, FUNCTIONS) + "; known are " + String.join(", ", FUNCTIONS);
  }

  private String mismatch(String said) {
    Matcher overload = OVERLOAD.matcher(said);
    if (!overload.matches()) {
      return original(said);
    }
    String found = typeWords(overload.group(2).replaceAll("^\\(|\\)$", ""));
    String operator = overload.group(1).replace("_", "").replace("@", "");
    return switch (operator) {
      case "<", "<=", ">", ">=", "==", "!=" ->
          "cannot compare with " + operator + ": found " + found;
      case "&&", "||", "!" ->
          operator + " combines truths (true or false) such as comparisons: found " + found;
      case "?:" -> "condition ? this : that needs a truth and two of one type: found " + found;
      case "in" -> "'in' asks for a value and a list of such values: found " + found;
      default -> "cannot apply " + operator + ": found " + found;
    };
  }

  /** Types in the words of {@link ValueType}. */
  static String typeWords(String types) {
    return types
        .replaceAll("list\\((\\w+)\\)", "a list of $1s")
        .replaceAll("\\bdoubles\\b", "numbers")
        .replaceAll("\\bstrings\\b", "texts")
        .replaceAll("\\bdouble\\b", "a number")
        .replaceAll("\\bstring\\b", "a text")
        .replaceAll("\\bbool\\b", "a truth")
        .replaceAll("\\bdyn\\b", "anything")
        .replace(", ", " and ");
  }

  private String syntax(CelIssue issue, int at) {
    String rest = source.substring(Math.min(at, source.length()));
    if (rest.isBlank()) {
      return "the expression ends too early";
    }
    String plain = issue.getMessage().replaceAll("(?s)\\s+expecting .*", "");
    String hint = "";
    for (Map.Entry<String, String> slip : SLIPS.entrySet()) {
      if (rest.matches("(?s)" + slip.getKey() + ".*")) {
        hint = slip.getValue();
      }
    }
    return "cannot be read here: " + original(plain) + hint;
  }

  /** With the names that the user wrote. */
  private String original(String message) {
    String told = message;
    for (String identifier : names.identifiers()) {
      String name = names.original(identifier).orElse(identifier);
      if (!name.equals(identifier)) {
        told = told.replace("'" + identifier + "'", "'" + name + "'");
      }
    }
    return told;
  }
}
