package dev.lehr.simulation.recipe;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Collects what a recipe has found, in the form of {@link Step.Done}. */
final class Findings {

  private final Map<String, Object> values = new LinkedHashMap<>();

  /** A number; one that does not exist (not-a-number, infinite) is null. */
  Findings number(String name, double value) {
    values.put(name, finite(value));
    return this;
  }

  /** Anything else that a value may be. */
  Findings put(String name, Object value) {
    values.put(name, value);
    return this;
  }

  /** A table of rows. */
  Findings rows(String name, double[] flat, int columns) {
    List<List<Double>> rows = new ArrayList<>();
    for (int k = 0; k < flat.length; k += columns) {
      rows.add(list(java.util.Arrays.copyOfRange(flat, k, k + columns)));
    }
    return put(name, rows);
  }

  Map<String, Object> values() {
    return values;
  }

  /** Numbers as a list. */
  static List<Double> list(double... numbers) {
    List<Double> list = new ArrayList<>();
    for (double number : numbers) {
      list.add(number);
    }
    return list;
  }

  private static @Nullable Double finite(double value) {
    return Double.isFinite(value) ? value : null;
  }
}
