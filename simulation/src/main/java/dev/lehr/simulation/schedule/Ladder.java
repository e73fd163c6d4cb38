package dev.lehr.simulation.schedule;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * What is done about forward passes that fail. See {@link Scheduler#failed}.
 *
 * <p>An incident is a row of failures without a clean step between. Within it the batch is made
 * smaller until a step succeeds or one system is left, which stands aside where it fails too; then
 * others are tried, one at a time, for they may be culprits as well. So the batch fails at most
 * {@code floor(log2 n) + 8} times, n its size: once for caches, {@value #SUSPECTS_FIRST} times with
 * suspects leaving, then it halves, and twice alone; and twice each of those tried after it, until
 * {@value #MOST_ASIDE} stand aside.
 *
 * <p>Whoever always makes a step fail is among those that left last before a step succeeded. These
 * are suspects until they have been in a clean step; suspects leave first, so that from incident to
 * incident their number halves. So at most 8 incidents pass for each such system until it runs
 * alone and is found out.
 */
final class Ladder<T> {

  /** That many fail alone without a clean step between: it is the device. */
  static final int MOST_ASIDE = 8;

  /** That many fail alone, there is nobody else, and no step has ever gone well: the same. */
  private static final int MOST_ASIDE_AT_FIRST = 3;

  /** Evictions of an incident in which only those most suspected leave. */
  static final int SUSPECTS_FIRST = 4;

  private final Batch<T> batch;
  private final Queues<T> queues;
  private final Cap cap;

  private boolean healthy;
  private boolean open;
  private boolean released;
  private boolean releasedAlone;
  private int evictions;
  private double capBefore;
  private List<Item<T>> evictedLast = List.of();
  private boolean suspects;
  private final List<Item<T>> aside = new ArrayList<>();
  private final List<Item<T>> condemned = new ArrayList<>();

  Ladder(Batch<T> batch, Queues<T> queues, Cap cap) {
    this.batch = batch;
    this.queues = queues;
    this.cap = cap;
  }

  /** Whether a failed step has to be repeated before anybody joins. */
  boolean holds() {
    return open && !batch.isEmpty();
  }

  Remedy<T> failed(boolean memory) {
    if (batch.isEmpty()) {
      throw new IllegalStateException("a step failed, but nobody is in the batch");
    }
    if (!open) {
      open = true;
      capBefore = cap.value();
    }
    if (batch.size() == 1) {
      return failedAlone(batch.get(0), memory);
    }
    if (memory && !released) {
      released = true;
      return new Remedy.ReleaseCaches<>();
    }
    evictedLast = batch.evict(leaveNext());
    evictions++;
    if (memory) {
      cap.lower(batch.load());
    }
    return new Remedy.Evict<>(evictedLast, cap.value());
  }

  private List<Item<T>> leaveNext() {
    List<Item<T>> order = new ArrayList<>();
    for (int i = batch.size() - 1; i >= 0; i--) {
      order.add(batch.get(i));
    }
    order.sort(Comparator.comparingInt((Item<T> item) -> item.incidents()).reversed());
    return order.subList(0, howMany(order));
  }

  private int howMany(List<Item<T>> order) {
    if (evictions == 0) {
      return 1;
    }
    int most = order.get(0).incidents();
    if (most > 0 && evictions < SUSPECTS_FIRST) {
      int as = 0;
      while (as < order.size() && order.get(as).incidents() == most) {
        as++;
      }
      return as == order.size() ? as / 2 : (as + 1) / 2;
    }
    return order.size() / 2;
  }

  private Remedy<T> failedAlone(Item<T> item, boolean memory) {
    Suspicion suspicion = item.suspicion();
    if (memory && !releasedAlone && !suspicion.retried) {
      released = true;
      releasedAlone = true;
      return new Remedy.ReleaseCaches<>();
    }
    releasedAlone = false;
    evictions = 0;
    evictedLast = List.of();
    suspicion.capBefore = Math.max(suspicion.capBefore, capBefore);
    batch.leave(item, Item.Place.ASIDE);
    if (suspicion.retried) {
      condemned.add(item);
      cap.restore(suspicion.capBefore);
      if (aside.isEmpty()) {
        close();
      }
      return new Remedy.SetAside<>(item);
    }
    aside.add(item);
    return isTheDevice() ? giveUp() : new Remedy.SetAside<>(item);
  }

  private boolean isTheDevice() {
    return aside.size() >= MOST_ASIDE
        || (!healthy && aside.size() >= MOST_ASIDE_AT_FIRST && queues.waiting() == 0);
  }

  private Remedy<T> giveUp() {
    takeBack();
    cap.restore(capBefore);
    close();
    return new Remedy.GiveUp<>();
  }

  private void takeBack() {
    for (Item<T> item : aside) {
      item.suspicion = null;
    }
    Queues.putBack(aside);
    aside.clear();
  }

  private void close() {
    open = false;
    released = false;
    releasedAlone = false;
    evictions = 0;
    evictedLast = List.of();
  }

  /** Whether somebody stands aside, and it is to be seen whether others fare better. */
  boolean isTrying() {
    return !aside.isEmpty();
  }

  /** Where there is nothing but those aside, the first of them is tried once more. */
  boolean retries() {
    if (aside.isEmpty() || !batch.isEmpty() || queues.waiting() > 0) {
      return false;
    }
    Item<T> item = aside.remove(0);
    item.suspicion().retried = true;
    Queues.putBack(List.of(item));
    suspects = true;
    return true;
  }

  /** A clean step; answers whether others may join than could before. */
  boolean stepped() {
    healthy = true;
    boolean retried = false;
    boolean cleared = false;
    if (suspects) {
      for (Item<T> item : batch) {
        Suspicion suspicion = item.suspicion;
        if (suspicion != null) {
          retried |= suspicion.retried;
          cleared |= suspicion.runsAlone();
          item.suspicion = null;
        }
      }
    }
    if (!open) {
      return cleared;
    }
    end(retried);
    return true;
  }

  private void end(boolean retried) {
    for (Item<T> item : evictedLast) {
      if (item.place == Item.Place.WAITING) {
        item.suspicion().add(evictedLast.size() == 1, capBefore);
        suspects = true;
      }
    }
    if (retried) {
      // One that had failed has not failed now: it was the device.
      takeBack();
    }
    for (Item<T> item : aside) {
      cap.restore(item.suspicion().capBefore);
    }
    condemned.addAll(aside);
    aside.clear();
    close();
  }

  /** Takes one out that stands aside. */
  boolean withdraw(Item<T> item) {
    return aside.remove(item) || condemned.remove(item);
  }

  List<Item<T>> condemned() {
    List<Item<T>> all = List.copyOf(condemned);
    condemned.clear();
    for (Item<T> item : all) {
      item.place = Item.Place.GONE;
    }
    return all;
  }
}
