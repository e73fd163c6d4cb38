package dev.lehr.simulation.schedule;

import java.util.AbstractList;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.RandomAccess;
import java.util.Set;

/** The residents in the order of the batch: survivors keep their order, who joins is last. */
final class Batch<T> extends AbstractList<Item<T>> implements RandomAccess {

  private final ArrayList<Item<T>> items = new ArrayList<>();
  private int live;
  private double load;
  private boolean loadKnown = true;
  private double residentSteps = 1;
  private double departures = 1;

  void join(Item<T> item) {
    settle();
    item.place = Item.Place.RESIDENT;
    items.add(item);
    live++;
    loadKnown = false;
    item.line.joined(item);
  }

  /** Takes one out; the list closes the gap when it is looked at next, once for all that left. */
  void leave(Item<T> item, Item.Place to) {
    item.place = to;
    live--;
    departures++;
    loadKnown = false;
    item.line.parted(item);
  }

  /** Takes some out and puts them back into their queues; answers them in batch order. */
  List<Item<T>> evict(Collection<Item<T>> leaving) {
    Set<Item<T>> set = new HashSet<>(leaving);
    List<Item<T>> inOrder = new ArrayList<>(set.size());
    settle();
    for (Item<T> item : items) {
      if (set.contains(item)) {
        inOrder.add(item);
      }
    }
    // Back in its queue before it has left the batch: its customer is there all the time.
    Queues.putBack(inOrder);
    for (Item<T> item : inOrder) {
      leave(item, Item.Place.WAITING);
    }
    settle();
    return inOrder;
  }

  private void settle() {
    if (live != items.size()) {
      items.removeIf(item -> item.place != Item.Place.RESIDENT);
    }
  }

  void resized() {
    loadKnown = false;
  }

  /**
   * Left to right from 0, as Python's {@code sum}: the last digit can decide whether a system fits.
   */
  double load() {
    if (!loadKnown) {
      settle();
      double sum = 0;
      for (int i = 0; i < items.size(); i++) {
        sum += items.get(i).scaler;
      }
      load = sum;
      loadKnown = true;
    }
    return load;
  }

  void stepped() {
    residentSteps += live;
  }

  /** How many steps a system stays, on average so far. */
  double stay() {
    return residentSteps / departures;
  }

  /** Whether the one that is there keeps the batch for itself. */
  boolean isTaken() {
    return live == 1 && get(0).exclusive();
  }

  @Override
  public Item<T> get(int index) {
    settle();
    return items.get(index);
  }

  @Override
  public int size() {
    return live;
  }
}
