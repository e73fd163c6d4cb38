package dev.lehr.activities.stages;

import dev.lehr.simulation.analysis.hull.Composition;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Formulas as the ledger has them. */
public final class Formulas {

  private static final Pattern PART = Pattern.compile("([A-Z][a-z]?)([0-9]*)");

  private Formulas() {}

  /**
   * The composition of a formula such as {@code C2H6O}.
   *
   * @throws IllegalArgumentException where it is none
   */
  public static Composition composition(String formula) {
    Map<String, Integer> counts = new TreeMap<>();
    Matcher parts = PART.matcher(formula);
    int end = 0;
    while (parts.lookingAt()) {
      int n = parts.group(2).isEmpty() ? 1 : Integer.parseInt(parts.group(2));
      counts.merge(parts.group(1), n, Integer::sum);
      end = parts.end();
      parts.region(end, formula.length());
    }
    if (end < formula.length()) {
      throw new IllegalArgumentException("found '" + formula + "', expected a formula");
    }
    return Composition.of(counts);
  }
}
