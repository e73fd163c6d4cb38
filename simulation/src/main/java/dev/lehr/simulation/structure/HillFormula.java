package dev.lehr.simulation.structure;

import java.util.Map;
import java.util.TreeMap;

/** Formulas in Hill order: carbon, hydrogen, then the rest by the alphabet; ASE's default. */
public final class HillFormula {

  private HillFormula() {}

  /** The formula of counts by symbol, for example {@code CH4} or {@code AuCu3}. */
  public static String of(Map<String, Integer> counts) {
    TreeMap<String, Integer> rest = new TreeMap<>(counts);
    StringBuilder text = new StringBuilder();
    Integer carbon = rest.remove("C");
    if (carbon != null) {
      append(text, "C", carbon);
      Integer hydrogen = rest.remove("H");
      if (hydrogen != null) {
        append(text, "H", hydrogen);
      }
    }
    rest.forEach((symbol, count) -> append(text, symbol, count));
    return text.toString();
  }

  private static void append(StringBuilder text, String symbol, int count) {
    text.append(symbol);
    if (count > 1) {
      text.append(count);
    }
  }
}
