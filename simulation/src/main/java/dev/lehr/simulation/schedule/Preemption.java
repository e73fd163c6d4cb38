package dev.lehr.simulation.schedule;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Who leaves the batch for others: of the lowest priority the youngest.
 *
 * @param candidates in the order of leaving
 * @param stay those that do not leave in any case
 * @param cap largest sum of scalers
 */
record Preemption<T>(List<Item<T>> candidates, List<Item<T>> stay, double cap) {

  /** A sum of doubles may be off by as much, relatively, and is not too large for that. */
  private static final double ROUNDING = 1e-9;

  /** Candidates are those below a priority. */
  static <T> Preemption<T> of(Batch<T> batch, int priority, double cap) {
    List<Item<T>> candidates = new ArrayList<>();
    List<Item<T>> stay = new ArrayList<>();
    for (int i = batch.size() - 1; i >= 0; i--) {
      Item<T> item = batch.get(i);
      (item.priority() < priority ? candidates : stay).add(item);
    }
    candidates.sort(Comparator.comparingInt(Item::priority));
    return new Preemption<>(candidates, stay, cap);
  }

  /** Those that leave where residents have grown above the cap; never all. */
  static <T> List<Item<T>> overflow(Batch<T> batch, double cap) {
    double most = cap * (1 + ROUNDING);
    if (batch.size() < 2 || !(batch.load() > most)) {
      return List.of();
    }
    List<Item<T>> order = new ArrayList<>(batch);
    order.sort(Comparator.comparingInt((Item<T> item) -> item.priority()).reversed());
    int left = order.size();
    while (left > 1 && sum(order.subList(0, left)) > most) {
      left--;
    }
    return order.subList(left, order.size());
  }

  /**
   * Those of the candidates that leave so that a system fits, no more than needed; empty where even
   * all of them do not suffice.
   */
  List<Item<T>> victims(Item<T> item) {
    List<Item<T>> company = new ArrayList<>(stay);
    if (candidates.isEmpty() || !fits(item, company)) {
      return List.of();
    }
    // The last to leave stays first, as far as there is room.
    List<Item<T>> victims = new ArrayList<>();
    for (int i = candidates.size() - 1; i >= 0; i--) {
      company.add(candidates.get(i));
      if (!fits(item, company)) {
        company.remove(company.size() - 1);
        victims.add(candidates.get(i));
      }
    }
    return victims;
  }

  private boolean fits(Item<T> item, List<Item<T>> company) {
    if (company.isEmpty()) {
      return true;
    }
    for (Item<T> other : company) {
      if (other.exclusive()) {
        return false;
      }
    }
    return !item.exclusive() && sum(company) + item.scaler <= cap;
  }

  private static <T> double sum(List<Item<T>> items) {
    double sum = 0;
    for (Item<T> item : items) {
      sum += item.scaler;
    }
    return sum;
  }
}
