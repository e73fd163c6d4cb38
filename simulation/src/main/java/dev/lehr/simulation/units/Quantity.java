package dev.lehr.simulation.units;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads quantities as people write them, {@code 10 GPa} or {@code 0.01 eV/angstrom}. */
public final class Quantity {

  private static final Pattern FORM =
      Pattern.compile("([+-]?(?:\\d+\\.?\\d*|\\.\\d+)(?:[eE][+-]?\\d+)?)\\s*(\\S.*)?");

  private Quantity() {}

  /**
   * The value of a text in internal units.
   *
   * @throws IllegalArgumentException where the text is no number with an accepted unit; the message
   *     says what was found, what is accepted and, if one is close, which unit may be meant
   */
  public static double parse(String text, Dimension dimension) {
    Matcher matcher = FORM.matcher(text.strip());
    if (!matcher.matches()) {
      throw new IllegalArgumentException(
          "'" + text + "' is not a number with a unit of " + accepted(dimension));
    }
    double number = Double.parseDouble(matcher.group(1));
    String unit = matcher.group(2);
    if (unit == null) {
      return of(number, dimension);
    }
    Double factor = dimension.units().get(unit);
    if (factor == null) {
      throw new IllegalArgumentException(wrongUnit(text, unit, dimension));
    }
    return finite(number * factor, text);
  }

  /**
   * The value of a bare number, in the dimension's default unit, in internal units.
   *
   * @throws IllegalArgumentException where it is not finite
   */
  public static double of(double number, Dimension dimension) {
    Double factor = dimension.units().get(dimension.defaultUnit());
    if (factor == null) {
      throw new IllegalStateException("no default unit for " + dimension);
    }
    return finite(number * factor, Double.toString(number));
  }

  private static double finite(double value, String found) {
    if (!Double.isFinite(value)) {
      throw new IllegalArgumentException("'" + found + "' is not a finite number");
    }
    return value;
  }

  private static String accepted(Dimension dimension) {
    return dimension.word()
        + " ("
        + String.join(", ", dimension.units().keySet())
        + "; a bare number is "
        + dimension.defaultUnit()
        + ")";
  }

  private static String wrongUnit(String text, String unit, Dimension dimension) {
    String message = "'" + text + "': '" + unit + "' is not a unit of " + accepted(dimension);
    for (Dimension other : Dimension.values()) {
      if (other.units().containsKey(unit)) {
        return message + "; '" + unit + "' is a unit of " + other.word();
      }
    }
    return closest(unit, dimension)
        .map(u -> message + "; did you mean '" + u + "'?")
        .orElse(message);
  }

  private static Optional<String> closest(String unit, Dimension dimension) {
    String lower = unit.toLowerCase(Locale.ROOT);
    String best = "";
    int fewest = Integer.MAX_VALUE;
    for (String candidate : dimension.units().keySet()) {
      int edits = edits(lower, candidate.toLowerCase(Locale.ROOT));
      if (edits < fewest) {
        fewest = edits;
        best = candidate;
      }
    }
    return fewest == 0 || fewest <= Math.min(2, best.length() - 1)
        ? Optional.of(best)
        : Optional.empty();
  }

  /** Levenshtein's distance. */
  private static int edits(String a, String b) {
    int[] row = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int replace = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(replace, 1 + Math.min(row[j], row[j - 1]));
      }
    }
    return row[b.length()];
  }
}
