package dev.lehr.simulation.schedule;

import java.util.List;

/**
 * What a scheduler wants changed in the batch. First those leave, then those join, at the end, in
 * this order.
 *
 * @param evicted residents, in no order, that leave as they stand and wait again: the batch has
 *     grown above its cap, or their place is for others
 * @param admitted waiting ones that join
 * @param <T> what owners know their systems by
 */
public record Plan<T>(List<Item<T>> evicted, List<Item<T>> admitted) {
  /** Takes copies. */
  public Plan {
    evicted = List.copyOf(evicted);
    admitted = List.copyOf(admitted);
  }

  /** Whether nothing changes. */
  public boolean isEmpty() {
    return evicted.isEmpty() && admitted.isEmpty();
  }
}
