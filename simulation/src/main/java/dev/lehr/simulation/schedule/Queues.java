package dev.lehr.simulation.schedule;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Everybody's queues, by priority. */
final class Queues<T> {

  private final Map<Customer, Line<T>> lines = new HashMap<>();
  private final TreeMap<Integer, Level<T>> byPriority = new TreeMap<>(Comparator.reverseOrder());

  /** Replaced where a new one comes, so that who goes through it may submit. */
  private List<Level<T>> levels = List.of();

  private final int window;
  private final int patience;
  private long submitted;

  Queues(int window, int patience) {
    this.window = window;
    this.patience = patience;
  }

  Item<T> make(T tag, Customer customer, double scaler, boolean alone) {
    Line<T> line = lines.get(customer);
    if (line == null) {
      line =
          new Line<>(
              customer,
              byPriority.computeIfAbsent(
                  customer.priority(), p -> new Level<>(p, window, patience)));
      lines.put(customer, line);
      levels = List.copyOf(byPriority.values());
    }
    // What is not a number fits nowhere.
    double size = Double.isNaN(scaler) ? Double.POSITIVE_INFINITY : scaler;
    return new Item<>(tag, line, submitted++, size, alone);
  }

  /** The highest priority first. */
  List<Level<T>> levels() {
    return levels;
  }

  /** Whether there is nobody of a lower priority. */
  boolean isLowest(Level<T> level) {
    return levels.get(levels.size() - 1) == level;
  }

  int waiting() {
    int all = 0;
    for (Level<T> level : levels) {
      all += level.waiting;
    }
    return all;
  }

  /** Into their queues, each before all that were submitted after it. */
  static <T> void putBack(List<Item<T>> items) {
    for (int i = items.size() - 1; i >= 0; i--) {
      Item<T> item = items.get(i);
      item.line.putBack(item);
    }
  }

  /** Sizes or the ceiling have changed: nobody knows any more who may fit. */
  void forgetLeast() {
    for (Line<T> line : lines.values()) {
      line.least = Double.NaN;
    }
  }

  void stepped() {
    for (Level<T> level : levels) {
      level.stepped();
    }
  }
}
